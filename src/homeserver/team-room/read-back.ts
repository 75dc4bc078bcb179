import { parseEventId, type RoomId } from '../../kernel/matrix-id.ts';
import type { MemoryStore } from '../../registration/ports.ts';
import type { HomeserverClient, JsonObject } from '../client.ts';

const PAGE = 100;
/** 20,000 events: months of a team room. Older votes are found by `/relations` of the open notices. */
const PAGES = 200;

export interface ReadBackNeeds {
  readonly client: HomeserverClient;
  readonly memory: MemoryStore;
  /** Oldest first; resolves with how many were new. */
  readonly keep: (events: readonly unknown[]) => Promise<number>;
  /** Event types that can matter to us; the homeserver leaves the rest out. */
  readonly types: readonly string[];
}

/**
 * Reads the timeline back to where the last complete reading began, because Synapse can lose pushes around its restarts.
 * Not to the last event that the inbox knows: a push that came through may have overtaken one that was lost.
 *
 * @returns how many events were new to the inbox
 */
export async function readBack({ client, memory, keep, types }: ReadBackNeeds, roomId: RoomId): Promise<number> {
  const mark = `read-back:${roomId}`;
  const last = await memory.recall(mark);
  const filter = JSON.stringify({ types });
  let newest: string | undefined;
  let from: string | undefined;
  let added = 0;
  for (let page = 0; page < PAGES; page += 1) {
    const { chunk, end } = await client.call('GET', `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`, {
      query: { dir: 'b', limit: PAGE, filter, ...(from === undefined ? {} : { from }) },
    });
    const events = (Array.isArray(chunk) ? chunk : []) as readonly JsonObject[];
    newest ??= parseEventId(events[0]?.['event_id']);
    const reached = events.findIndex((event) => event['event_id'] === last);
    const unread = reached === -1 ? events : events.slice(0, reached);
    // Kept page by page, so that a long outage needs no more memory than a short one.
    if (unread.length > 0) added += await keep(unread.toReversed().map((event) => ({ ...event, room_id: roomId })));
    const joined = last === undefined && unread.some((event) => isOwnJoin(event, client.sender));
    if (reached !== -1 || joined || typeof end !== 'string') break;
    from = end;
  }
  // Only now: a reading that ended half-way begins at the same place again.
  if (newest !== undefined && newest !== last) await memory.remember(mark, newest);
  return added;
}

/** What happened before Porter came in does not concern it. */
const isOwnJoin = (event: JsonObject, sender: string): boolean =>
  event['type'] === 'm.room.member' &&
  event['state_key'] === sender &&
  (event['content'] as JsonObject | undefined)?.['membership'] === 'join';
