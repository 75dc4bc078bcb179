import path from 'node:path';
import { benchJob, makeRawJobs, openBenchDatabase, openRaw } from './databases.ts';
import type { Measure } from './ratio.ts';

export const measure: Measure = {
  name: 'outbox accept, one job per commit; raw insert',
  kind: 'rate',
  budget: 0.5,
  async open() {
    const { storage, dir, ...database } = await openBenchDatabase();
    const raw = openRaw(path.join(dir, 'raw.db'));
    const { insert } = makeRawJobs(raw);
    let [added, inserted] = [0, 0];
    return {
      async porter(count) {
        for (let i = 0; i < count; i += 1) await storage.jobs.add([benchJob(added++)]);
      },
      async limit(count) {
        for (let i = 0; i < count; i += 1) insert(inserted++);
      },
      async [Symbol.asyncDispose]() {
        raw.close();
        await database[Symbol.asyncDispose]();
      },
    };
  },
};
