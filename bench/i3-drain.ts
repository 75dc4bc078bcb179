import path from 'node:path';
import { DAY, systemClock } from '../src/kernel/clock.ts';
import { makeDeliver } from '../src/notifications/deliver.ts';
import { DELIVER } from '../src/notifications/rules/jobs.ts';
import { done } from '../src/outbox/job.ts';
import { openBenchDatabase, openRaw } from './databases.ts';
import { drain, rawDrain } from './drain.ts';
import type { Measure } from './ratio.ts';
import { type Row, ratioRow } from './table.ts';
import { makeFillWaiting } from './waiting-notifications.ts';

const SINK = 'notifications delivered to a channel that answers at once with an id';

/**
 * What a claim costs depends on how many deletions share a commit. The budget is set by the first; the second is what SQLite can do at
 * the most, without an order, a lease that ends, or an answer to keep.
 */
const limits = [
  { name: 'raw claim of 50, then delete each', together: false, budget: 0.8 },
  { name: 'raw claim of 50, then delete all in one commit', together: true, budget: 0.1 },
] as const;

export async function rows(): Promise<readonly Row[]> {
  const measured: Row[] = [];
  for (const { name, together, budget } of limits) {
    const open = () => openSides(together);
    measured.push(await ratioRow('I3', { name: `${SINK}; ${name}`, kind: 'rate', budget, open }));
  }
  return measured;
}

const openSides = async (together: boolean): ReturnType<Measure['open']> => {
  const { storage, dir, ...database } = await openBenchDatabase();
  const raw = openRaw(path.join(dir, 'raw.db'));
  let sent = 0;
  const deliver = makeDeliver({
    channels: {
      bench: {
        async deliver({ id }) {
          sent += 1;
          return done({ id });
        },
        connect: async () => 'connected',
      },
    },
    settings: { show: { origin: true, symbol: true }, life: DAY },
    ...{ sayWaited: () => 'waited', clock: systemClock, shown: storage.notifications.shown },
  });
  return {
    porter: {
      prepare: makeFillWaiting(storage.notifications),
      async run(count) {
        sent = 0;
        await drain(storage.jobs, { [DELIVER]: deliver }, count);
        if (sent !== count) throw new Error(`${sent} of ${count} notifications were delivered`);
      },
    },
    limit: rawDrain(raw, together),
    async [Symbol.asyncDispose]() {
      raw.close();
      await database[Symbol.asyncDispose]();
    },
  };
};
