import { openHttpSide } from './http-side.ts';
import type { Measure } from './ratio.ts';

export const measure: Measure = {
  name: 'apply page; raw node:http',
  kind: 'rate',
  budget: 0.05,
  async open() {
    await using opening = new AsyncDisposableStack();
    const porter = opening.use(await openHttpSide('apply-page.ts', '/', 'username'));
    const limit = opening.use(await openHttpSide('raw-json.ts', '/', 'url'));
    const opened = opening.move();
    return { porter: porter.work, limit: limit.work, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  },
};
