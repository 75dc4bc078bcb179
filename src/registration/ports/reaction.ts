import { isObject } from '../../kernel/is-object.ts';
import { type EventId, parseEventId, parseUserId, type RoomId, type UserId } from '../../kernel/matrix-id.ts';

/** A reaction in the team room, as the homeserver tells of it and as it is kept. `team/reaction-key.ts` says which are votes. */
export interface Reaction {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  /** The event reacted to. */
  readonly target: EventId;
  readonly sender: UserId;
  /** As sent, not normalised, cut to `LONGEST_KEY`; never ''. */
  readonly key: string;
  /** The homeserver's `origin_server_ts`, epoch milliseconds. */
  readonly at: number;
}

/** Code points that are kept of a key. */
export const LONGEST_KEY = 100;

/**
 * Reads an `m.reaction` event. Undefined: it is malformed, or it was withdrawn before it came (`content: {}`).
 *
 * @param roomId where it was found: not every answer of the homeserver repeats it in the event
 */
export function parseReaction(event: Readonly<Record<string, unknown>>, roomId: RoomId): Reaction | undefined {
  const { content, origin_server_ts: at } = event;
  const relation = isObject(content) ? content['m.relates_to'] : undefined;
  if (!isObject(relation) || relation['rel_type'] !== 'm.annotation') return undefined;
  const [eventId, sender] = [parseEventId(event['event_id']), parseUserId(event['sender'])];
  const target = parseEventId(relation['event_id']);
  if (eventId === undefined || sender === undefined || target === undefined) return undefined;
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0) return undefined;
  const { key } = relation;
  if (typeof key !== 'string' || key === '') return undefined;
  return { eventId, roomId, target, sender, key: [...key.toWellFormed()].slice(0, LONGEST_KEY).join(''), at };
}
