import type { Database } from 'better-sqlite3';
import { systemClock } from '../src/kernel/clock.ts';
import { openGate } from '../src/kernel/gate.ts';
import { silentLog } from '../src/kernel/log.ts';
import type { JobHandler } from '../src/outbox/job.ts';
import { openOutbox } from '../src/outbox/open-outbox.ts';
import type { JobStore } from '../src/outbox/ports/job-store.ts';
import { makeRawJobs } from './databases.ts';
import type { PreparedWork } from './ratio.ts';

const CLAIMED = 50;

/** Lets an outbox do all jobs that wait, and resolves once their results are kept. */
export async function drain(
  store: JobStore,
  handlers: Readonly<Record<string, JobHandler>>,
  count: number,
): Promise<void> {
  const finished = Promise.withResolvers<void>();
  let written = 0;
  const outbox = openOutbox({
    store: {
      ...store,
      async finishAttempts(ends, now) {
        await store.finishAttempts(ends, now);
        written += ends.length;
        if (written >= count) finished.resolve();
      },
    },
    ...{ handlers, gate: openGate, clock: systemClock, log: silentLog },
  });
  // Timers of the outbox do not keep the process alive.
  const alive = setInterval(() => {}, 1_000);
  await finished.promise;
  clearInterval(alive);
  await outbox.stop();
}

/**
 * The limit: claims 50 rows in one commit, then deletes each in its own, as a program does that has them sent one by one.
 *
 * @param together deletes all 50 in one commit, as if they had all been sent at the same moment
 */
export function rawDrain(raw: Database, together = false): PreparedWork {
  const { insert } = makeRawJobs(raw);
  let inserted = 0;
  const due = raw.prepare('select seq from jobs where state = 0 and due_at <= ? order by due_at limit ?').pluck();
  const mark = raw.prepare('update jobs set state = 1 where seq = ?');
  const remove = raw.prepare('delete from jobs where seq = ?');
  const claim = raw.transaction((): number[] => {
    const seqs = due.all(Date.now(), CLAIMED) as number[];
    for (const seq of seqs) mark.run(seq);
    return seqs;
  });
  const removeEach = (seqs: readonly number[]): number => seqs.reduce((sum, seq) => sum + remove.run(seq).changes, 0);
  const removeAll = together ? raw.transaction(removeEach) : removeEach;
  const fill = raw.transaction((count: number) => {
    for (let row = 0; row < count; row += 1) insert(inserted++);
  });
  return {
    prepare: async (count) => fill(count),
    async run(count) {
      let removed = 0;
      for (let seqs = claim(); seqs.length > 0; seqs = claim()) removed += removeAll(seqs);
      if (removed !== count) throw new Error(`${removed} of ${count} rows were there`);
    },
  };
}
