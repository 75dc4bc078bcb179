import path from 'node:path';
import { systemClock } from '../src/kernel/clock.ts';
import { openGate } from '../src/kernel/gate.ts';
import { silentLog } from '../src/kernel/log.ts';
import { done } from '../src/outbox/job.ts';
import { openOutbox } from '../src/outbox/open-outbox.ts';
import { benchJob, makeRawJobs, openBenchDatabase, openRaw } from './databases.ts';
import type { Measure } from './ratio.ts';

const CLAIMED = 50;

export const measure: Measure = {
  name: 'outbox drain, peer that answers at once, 16 in flight; raw claim of 50, then delete each',
  kind: 'rate',
  budget: 0.4,
  async open() {
    const { storage, dir, ...database } = await openBenchDatabase();
    const raw = openRaw(path.join(dir, 'raw.db'));
    const { insert } = makeRawJobs(raw);
    let [porter, limit] = [0, 0];
    const due = raw.prepare('select seq from jobs where state = 0 and due_at <= ? order by due_at limit ?').pluck();
    const mark = raw.prepare('update jobs set state = 1 where seq = ?');
    const remove = raw.prepare('delete from jobs where seq = ?');
    const claim = raw.transaction((): number[] => {
      const seqs = due.all(Date.now(), CLAIMED) as number[];
      for (const seq of seqs) mark.run(seq);
      return seqs;
    });
    const fill = raw.transaction((count: number) => {
      for (let i = 0; i < count; i += 1) insert(limit++);
    });

    return {
      porter: {
        async prepare(count) {
          for (let left = count; left > 0; left -= 1_000) {
            await storage.jobs.add(Array.from({ length: Math.min(left, 1_000) }, () => benchJob(porter++)));
          }
        },
        async run(count) {
          const finished = Promise.withResolvers<void>();
          let [sent, written] = [0, 0];
          const outbox = openOutbox({
            store: {
              ...storage.jobs,
              async finishAttempts(ends, now) {
                await storage.jobs.finishAttempts(ends, now);
                written += ends.length;
                if (written >= count) finished.resolve();
              },
            },
            handlers: {
              bench: async () => {
                sent += 1;
                return done();
              },
            },
            gate: openGate,
            clock: systemClock,
            log: silentLog,
          });
          // Timers of the outbox do not keep the process alive.
          const alive = setInterval(() => {}, 1_000);
          await finished.promise;
          clearInterval(alive);
          await outbox.stop();
          if (sent !== count) throw new Error(`${sent} of ${count} jobs were sent`);
        },
      },
      limit: {
        prepare: async (count) => fill(count),
        async run(count) {
          let removed = 0;
          for (let seqs = claim(); seqs.length > 0; seqs = claim()) {
            for (const seq of seqs) removed += remove.run(seq).changes;
          }
          if (removed !== count) throw new Error(`${removed} of ${count} rows were there`);
        },
      },
      async [Symbol.asyncDispose]() {
        raw.close();
        await database[Symbol.asyncDispose]();
      },
    };
  },
};
