import { type Clock, SECOND } from '../../../kernel/clock.ts';
import type { Sender } from '../../../notifications/rules/plan.ts';
import type { JsonResponse } from '../../../web/json-response.ts';
import type { Asked } from '../../../web/json-route.ts';
import { done, roomIdOf } from './response.ts';

/** Clients ask for 30 seconds and take less. */
const LONGEST_WAIT = 30 * SECOND;

/** How many of one sender wait at once. Each holds a connection, of which there are not many; the longest-waiting makes room. */
const MOST_WAITING = 20;

/** A position in a stream of events in which nothing happens. */
const PLACE = 'porter';

const emptyRoom = {
  timeline: { events: [], limited: false, prev_batch: PLACE },
  state: { events: [] },
  account_data: { events: [] },
  ephemeral: { events: [] },
};

export interface SyncNeeds {
  readonly clock: Clock;
  /** Aborts when the door closes: nobody waits any longer then. */
  readonly closing: AbortSignal;
}

/**
 * Answers `GET /sync`, which bots call before they send, and then for ever: at first the rooms of the sender, all of them empty;
 * afterwards nothing, as late as the client allows, so that it does not ask without a pause.
 */
export function makeSync({ clock, closing }: SyncNeeds) {
  const waiting = new Map<string, Set<AbortController>>();

  async function wait(sender: string, ms: number): Promise<void> {
    const mine = new AbortController();
    const all = waiting.get(sender) ?? new Set();
    waiting.set(sender, all.add(mine));
    const [first] = all;
    if (all.size > MOST_WAITING && first !== undefined) {
      all.delete(first);
      first.abort();
    }
    await clock.sleep(ms, AbortSignal.any([closing, mine.signal]));
    all.delete(mine);
    if (all.size === 0) waiting.delete(sender);
  }

  return async ({ query }: Pick<Asked, 'query'>, { name, to }: Sender): Promise<JsonResponse> => {
    const wantsRooms = !query.has('since') || query.get('full_state') === 'true';
    if (wantsRooms) {
      const join = Object.fromEntries(to.map((target) => [roomIdOf(target), emptyRoom]));
      return done({ next_batch: PLACE, rooms: { join, invite: {}, leave: {} } });
    }
    const wanted = Number(query.get('timeout') ?? 0);
    if (wanted > 0) await wait(name, Math.min(wanted, LONGEST_WAIT));
    return done({ next_batch: PLACE });
  };
}
