import path from 'node:path';
import { makeRawJobs, openBenchDatabase, openRaw } from './databases.ts';
import { openHttpSide } from './http-side.ts';
import type { Measure } from './ratio.ts';

const BATCH = 100;

const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer bench-token' },
  body: JSON.stringify(
    Array.from({ length: BATCH }, (_, index) => ({ title: `Disk ${index} full [<id>]`, lines: ['sda1 at 98 %'] })),
  ),
} as const;

export const measure: Measure = {
  name: `notifications posted in lists of ${BATCH}, kept before they are answered; raw commits of ${BATCH} rows`,
  kind: 'rate',
  budget: 0.1,
  async open() {
    await using opening = new AsyncDisposableStack();
    const porter = opening.use(await openHttpSide('intake.ts', '/v1/notifications', '"ids"', request));
    const { dir } = opening.use(await openBenchDatabase());
    const raw = openRaw(path.join(dir, 'raw.db'));
    opening.defer(() => void raw.close());
    const { insert } = makeRawJobs(raw);
    let inserted = 0;
    const insertMany = raw.transaction(() => {
      for (let row = 0; row < BATCH; row += 1) insert(inserted++);
    });
    const opened = opening.move();
    return {
      porter: porter.work,
      async limit(count) {
        for (let one = 0; one < count; one += 1) insertMany();
      },
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  },
};
