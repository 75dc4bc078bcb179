import path from 'node:path';
import { benchJob, makeRawJobs, openBenchDatabase, openRaw } from './databases.ts';
import type { GrowthMeasure } from './growth.ts';

const LEASED = 16;

export const growth: GrowthMeasure = {
  name: 'leasing 16 due jobs, by jobs already sent; raw claim',
  budget: 'raw',
  operations: 200,
  async open(size) {
    const { storage, dir, ...database } = await openBenchDatabase((raw) => {
      const insert = raw.prepare(
        `insert into jobs (id, slot, key, kind, queue, place, rank, state, due_at, expires_at, created_at, done_at, attempt, failures, once, payload)
         values (?, ?, ?, 'bench', ?, 'matrix', 2, 'done', 1, 2, 1, ?, 1, 0, 0, '')`,
      );
      const done = Date.now();
      for (let n = 0; n < size; n += 1) insert.run(`old${n}`, `old${n}`, `old${n}`, `2 matrix:!room${n}`, done);
    });
    const raw = openRaw(path.join(dir, 'raw.db'));
    const { insert } = makeRawJobs(raw);
    raw.transaction(() => {
      for (let n = 0; n < size; n += 1) insert(-1 - n);
      raw.exec('update jobs set state = 2');
    })();
    const due = raw.prepare('select seq from jobs where state = 0 and due_at <= ? order by due_at limit ?').pluck();
    const mark = raw.prepare('update jobs set state = 1 where seq = ?');
    const finish = raw.prepare('update jobs set state = 2 where state = 1');
    const claim = raw.transaction(() => {
      for (const seq of due.all(Date.now(), LEASED)) mark.run(seq);
    });
    let [porter, limit] = [0, 0];
    return {
      async porter() {
        await storage.jobs.add(Array.from({ length: LEASED }, () => benchJob(porter++)));
        const now = Date.now();
        const began = performance.now();
        const { jobs } = await storage.jobs.lease({
          dueUntil: now,
          expiredUntil: now,
          limit: LEASED,
          now,
          leaseMs: 60_000,
          except: [],
        });
        const cost = performance.now() - began;
        if (jobs.length !== LEASED) throw new Error(`${jobs.length} of ${LEASED} jobs were leased`);
        await storage.jobs.finishAttempts(
          jobs.map(({ id, attempt }) => ({ id, attempt, end: { kind: 'done' } })),
          now,
        );
        return cost;
      },
      async raw() {
        raw.transaction(() => {
          for (let n = 0; n < LEASED; n += 1) insert(limit++);
        })();
        const began = performance.now();
        claim();
        const cost = performance.now() - began;
        finish.run();
        return cost;
      },
      async [Symbol.asyncDispose]() {
        raw.close();
        await database[Symbol.asyncDispose]();
      },
    };
  },
};
