import { DAY, MINUTE, systemClock } from '../src/kernel/clock.ts';
import { makeIds } from '../src/kernel/ids.ts';
import { makeAccept } from '../src/notifications/accept.ts';
import type { NotificationStore } from '../src/notifications/ports/notification-store.ts';

/** Each address keeps its order, so one alone would have one delivery at a time. */
const ADDRESSES = 1_000;
const MOST_AT_ONCE = 1_000;

/** Hands notifications in as a sender does, each to one of a thousand addresses of the channel `bench`, no two of them the same. */
export function makeFillWaiting(store: NotificationStore): (count: number) => Promise<void> {
  const names = Array.from({ length: ADDRESSES }, (_, at) => `t${at}`);
  const { accept } = makeAccept({
    store,
    settings: {
      book: new Map(names.map((name) => [name, [{ channel: 'bench', address: `${name}@example.org` }]])),
      ...{ manners: new Map(), routes: [], show: { origin: true, symbol: true }, life: DAY },
      fold: { merge: 10 * MINUTE, perMinute: undefined },
    },
    ...{ clock: systemClock, ids: makeIds(systemClock.now) },
  });
  const sender = { name: 'bench', to: names };
  let handedIn = 0;
  const next = () => {
    handedIn += 1;
    return { title: `Disk full ${handedIn}`, lines: ['sda1 at 98 %'], to: `t${handedIn % ADDRESSES}` };
  };
  return async (count) => {
    for (let left = count; left > 0; left -= MOST_AT_ONCE) {
      const outcome = await accept(Array.from({ length: Math.min(left, MOST_AT_ONCE) }, next), { sender });
      if (!outcome.ok) throw new Error(outcome.detail);
    }
  };
}
