import { type EventId, parseEventId, parseUserId, type RoomId } from '../../kernel/matrix-id.ts';
import type { ReactionRow } from '../../registration/ports/vote-store.ts';
import type { HomeserverClient, JsonObject } from '../client.ts';
import { roomRefusalOf } from '../refusal.ts';

/** Reactions per page, and most pages: a notice with 100,000 reactions is an attack, not a vote. */
const PAGE = 100;
const PAGES = 1_000;
const LONGEST_KEY = 100;

const object = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {};

/** Live reactions on one event (`/relations`, newest first; redacted ones are left out). Undefined when it was purged. */
export async function reactionsOn(
  client: HomeserverClient,
  roomId: RoomId,
  target: EventId,
): Promise<readonly ReactionRow[] | undefined> {
  const [room, event] = [roomId, target].map(encodeURIComponent);
  const rows: ReactionRow[] = [];
  let from: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await client.ask(
      'GET',
      `/_matrix/client/v1/rooms/${room}/relations/${event}/m.annotation/m.reaction`,
      {
        query: { limit: PAGE, ...(from === undefined ? {} : { from }) },
      },
    );
    if (answer.status === 404) return undefined;
    if (answer.status >= 300) throw roomRefusalOf(answer, 'team-room');
    const { chunk, next_batch: next } = answer.body;
    for (const item of Array.isArray(chunk) ? chunk : []) {
      const row = parseReaction(object(item), roomId, target);
      if (row !== undefined) rows.push(row);
    }
    if (typeof next !== 'string') return rows;
    from = next;
  }
  return rows;
}

function parseReaction(event: JsonObject, roomId: RoomId, target: EventId): ReactionRow | undefined {
  const relation = object(object(event['content'])['m.relates_to']);
  const [eventId, sender, key] = [parseEventId(event['event_id']), parseUserId(event['sender']), relation['key']];
  if (eventId === undefined || sender === undefined || typeof key !== 'string' || key === '') return undefined;
  if (relation['event_id'] !== target) return undefined;
  return { eventId, roomId, target, sender, key: [...key.toWellFormed()].slice(0, LONGEST_KEY).join('') };
}
