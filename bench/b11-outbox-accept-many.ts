import path from 'node:path';
import { benchJob, makeRawJobs, openBenchDatabase, openRaw } from './databases.ts';
import type { Measure } from './ratio.ts';

const JOBS = 100;

export const measure: Measure = {
  name: 'outbox accept, 100 jobs per commit; raw commits of 100 rows',
  kind: 'rate',
  budget: 0.55,
  async open() {
    const { storage, dir, ...database } = await openBenchDatabase();
    const raw = openRaw(path.join(dir, 'raw.db'));
    const { insert } = makeRawJobs(raw);
    let [added, inserted] = [0, 0];
    const insertMany = raw.transaction(() => {
      for (let job = 0; job < JOBS; job += 1) insert(inserted++);
    });
    return {
      async porter(count) {
        for (let i = 0; i < count; i += 1) {
          await storage.jobs.add(Array.from({ length: JOBS }, () => benchJob(added++)));
        }
      },
      async limit(count) {
        for (let i = 0; i < count; i += 1) insertMany();
      },
      async [Symbol.asyncDispose]() {
        raw.close();
        await database[Symbol.asyncDispose]();
      },
    };
  },
};
