import type { Gone } from '../../kernel/gone.ts';
import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import { parseReaction, type Reaction } from '../../registration/ports/reaction.ts';
import type { HomeserverClient, JsonObject } from '../client.ts';
import { eventState } from '../event-state.ts';
import { roomRefusalOf } from '../refusal.ts';

/** Reactions per page, and most pages: a notice with 100,000 reactions is an attack, not a vote. */
const PAGE = 100;
const PAGES = 1_000;

const object = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null ? (value as JsonObject) : {};

/**
 * Live reactions on one event (`/relations`, newest first; redacted ones are left out). The event is `gone` when it was purged (404),
 * or when the room's retention hides it (403, as to somebody who is not in the room).
 */
export async function reactionsOn(
  client: HomeserverClient,
  roomId: RoomId,
  target: EventId,
): Promise<readonly Reaction[] | Gone> {
  const [room, event] = [roomId, target].map(encodeURIComponent);
  const reactions: Reaction[] = [];
  let from: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const response = await client.ask(
      'GET',
      `/_matrix/client/v1/rooms/${room}/relations/${event}/m.annotation/m.reaction`,
      {
        query: { limit: PAGE, ...(from === undefined ? {} : { from }) },
      },
    );
    const refused = response.status === 404 || response.status === 403;
    if (refused && (await eventState(client, roomId, target)) === 'gone') return 'gone';
    if (response.status >= 300) throw roomRefusalOf(response, 'team-room');
    const { chunk, next_batch: next } = response.body;
    for (const item of Array.isArray(chunk) ? chunk : []) {
      const reaction = parseReaction(object(item), roomId);
      if (reaction?.target === target) reactions.push(reaction);
    }
    if (typeof next !== 'string') return reactions;
    from = next;
  }
  return reactions;
}
