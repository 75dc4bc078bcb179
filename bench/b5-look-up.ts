import { openHttpSide } from './http-side.ts';
import type { Measure } from './ratio.ts';

const headers = { 'content-type': 'application/json' };
const ACCOUNTS = 10_000;
let asked = 777;
/** Another address each time, as an identity server asks. */
const nextBody = () => {
  asked = (asked + 7919) % ACCOUNTS;
  return bodyFor(asked);
};
const bodyFor = (n: number) => JSON.stringify({ lookup: { medium: 'email', address: `user${n}@example.org` } });

export const measure: Measure = {
  name: 'one address looked up over HTTP among 10,000 accounts; raw node:http that reads and answers',
  kind: 'rate',
  budget: 0.3,
  async open() {
    await using opening = new AsyncDisposableStack();
    const path = '/_ma1sd/backend/api/v1/identity/single';
    const first = { method: 'POST', headers, body: bodyFor(777), nextBody } as const;
    const porter = opening.use(await openHttpSide('identity.ts', path, '@user777:example.org', first));
    const body = JSON.stringify({ title: 'user777@example.org' });
    const bare = { method: 'POST', headers, body, nextBody: () => body } as const;
    const limit = opening.use(await openHttpSide('raw-post.ts', '/', '"id"', bare));
    const opened = opening.move();
    return { porter: porter.work, limit: limit.work, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  },
};
