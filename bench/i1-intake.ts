import { openHttpSide } from './http-side.ts';
import type { Measure } from './ratio.ts';

/** `[<id>]` becomes a number of its own in each request, so that no two notifications are the same. */
const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer bench-token' },
  body: JSON.stringify({ title: 'Disk full [<id>]', lines: ['sda1 at 98 %'], urgency: 'now' }),
} as const;

export const measure: Measure = {
  name: 'notification posted, kept on disk before it is answered, 50 connections; raw node:http that reads and answers',
  kind: 'rate',
  budget: 0.25,
  async open() {
    await using opening = new AsyncDisposableStack();
    const porter = opening.use(await openHttpSide('intake.ts', '/v1/notifications', '"id"', request));
    const limit = opening.use(await openHttpSide('raw-post.ts', '/', '"id"', request));
    const opened = opening.move();
    return { porter: porter.work, limit: limit.work, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  },
};
