import { openHttpSide } from './http-side.ts';
import type { Measure } from './ratio.ts';

export const measure: Measure = {
  name: '/healthz; raw node:http',
  kind: 'rate',
  budget: 0.15,
  async open() {
    await using opening = new AsyncDisposableStack();
    const porter = opening.use(await openHttpSide('health.ts', '/healthz', 'alive'));
    const limit = opening.use(await openHttpSide('raw-json.ts', '/', 'url'));
    const opened = opening.move();
    return { porter: porter.work, limit: limit.work, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  },
};
