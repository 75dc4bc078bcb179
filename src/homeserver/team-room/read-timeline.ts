import type { Logger } from '../../kernel/log.ts';
import { parseEventId, type RoomId } from '../../kernel/matrix-id.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { HomeserverClient, JsonObject } from '../client.ts';
import { roomRefusalOf } from '../refusal.ts';

const PAGE = 100;
/** Most pages of one reading: 20,000 events, which is months of a team room. Older votes are found by `/relations`. */
const PAGES = 200;
/** Pages buffered so that up to 2,000 missed events are replayed oldest first. */
const HELD = 20;

export interface ReadTimelineNeeds {
  readonly client: HomeserverClient;
  readonly memory: MemoryStore;
  /** Oldest first; resolves with how many were new. */
  readonly keep: (events: readonly unknown[]) => Promise<number>;
  /** Event types that can matter to us; the homeserver leaves the rest out. */
  readonly types: readonly string[];
  readonly log: Logger;
}

/**
 * Reads the timeline back to where the last complete reading began, because Synapse can lose pushes around its restarts. It does
 * not stop at the last event that the inbox knows: that push may have overtaken one that was lost.
 *
 * Missed commands are handed over in the order in which they were typed. When more than 2,000 events were missed, only the oldest
 * 2,000 are in order, and the newer ones come before them, page by page: a long outage needs no more memory than a short one.
 *
 * @returns how many events were new to the inbox
 */
export async function readTimeline(
  { client, memory, keep, types, log }: ReadTimelineNeeds,
  roomId: RoomId,
): Promise<number> {
  const memoryName = `read-timeline:${roomId}`;
  const last = await memory.recall(memoryName);
  const filter = JSON.stringify({ types });
  /** Pages not handed over yet, newest first. */
  const held: (readonly JsonObject[])[] = [];
  let newest: string | undefined;
  let from: string | undefined;
  let added = 0;
  const handOver = async (page: readonly JsonObject[] | undefined): Promise<void> => {
    if (page === undefined || page.length === 0) return;
    added += await keep(page.toReversed().map((event) => ({ ...event, room_id: roomId })));
  };
  for (let page = 1; ; page += 1) {
    const response = await client.ask('GET', `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`, {
      query: { dir: 'b', limit: PAGE, filter, ...(from === undefined ? {} : { from }) },
    });
    if (response.status >= 300) throw roomRefusalOf(response, 'team-room');
    const { chunk, end } = response.body;
    const events = (Array.isArray(chunk) ? chunk : []) as readonly JsonObject[];
    newest ??= parseEventId(events[0]?.['event_id']);
    const reached = events.findIndex((event) => event['event_id'] === last);
    const unread = reached === -1 ? events : events.slice(0, reached);
    held.push(unread);
    if (held.length > HELD) await handOver(held.shift());
    const joined = last === undefined && unread.some((event) => isOwnJoin(event, client.sender));
    if (reached !== -1 || joined || typeof end !== 'string') break;
    if (page === PAGES) {
      log.warn('the team room was not read back to where the last reading began: too much has happened since', {
        events: PAGES * PAGE,
      });
      break;
    }
    from = end;
  }
  for (const page of held.toReversed()) await handOver(page);
  // Remembered only now, so that a reading that broke off begins at the same event again.
  if (newest !== undefined && newest !== last) await memory.remember(memoryName, newest);
  return added;
}

/** Porter's own join: what happened before it does not concern Porter. */
const isOwnJoin = (event: JsonObject, sender: string): boolean =>
  event['type'] === 'm.room.member' &&
  event['state_key'] === sender &&
  (event['content'] as JsonObject | undefined)?.['membership'] === 'join';
