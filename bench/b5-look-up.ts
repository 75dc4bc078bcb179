import { openHttpSide } from './http-side.ts';
import type { Measure } from './ratio.ts';

const headers = { 'content-type': 'application/json' };
const lookup = { medium: 'email', address: 'user777@example.org' };

export const measure: Measure = {
  name: 'one address looked up over HTTP among 10,000 accounts; raw node:http that reads and answers',
  kind: 'rate',
  budget: 0.3,
  async open() {
    await using opening = new AsyncDisposableStack();
    const path = '/_ma1sd/backend/api/v1/identity/single';
    const asked = { method: 'POST', headers, body: JSON.stringify({ lookup }) } as const;
    const porter = opening.use(await openHttpSide('identity.ts', path, '@user777:example.org', asked));
    const body = JSON.stringify({ title: 'user777@example.org' });
    const limit = opening.use(await openHttpSide('raw-post.ts', '/', '"id"', { method: 'POST', headers, body }));
    const opened = opening.move();
    return { porter: porter.work, limit: limit.work, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  },
};
