import path from 'node:path';
import { done } from '../src/outbox/job.ts';
import { benchJob, openBenchDatabase, openRaw } from './databases.ts';
import { drain, rawDrain } from './drain.ts';
import type { Measure } from './ratio.ts';

export const measure: Measure = {
  name: 'outbox drain, peer that answers at once, 16 in flight; raw claim of 50, then delete each',
  kind: 'rate',
  budget: 0.4,
  async open() {
    const { storage, dir, ...database } = await openBenchDatabase();
    const raw = openRaw(path.join(dir, 'raw.db'));
    let added = 0;
    return {
      porter: {
        async prepare(count) {
          for (let left = count; left > 0; left -= 1_000) {
            await storage.jobs.add(Array.from({ length: Math.min(left, 1_000) }, () => benchJob(added++)));
          }
        },
        async run(count) {
          let sent = 0;
          const bench = async () => {
            sent += 1;
            return done();
          };
          await drain(storage.jobs, { bench }, count);
          if (sent !== count) throw new Error(`${sent} of ${count} jobs were sent`);
        },
      },
      limit: rawDrain(raw),
      async [Symbol.asyncDispose]() {
        raw.close();
        await database[Symbol.asyncDispose]();
      },
    };
  },
};
