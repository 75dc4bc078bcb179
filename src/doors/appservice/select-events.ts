import type { InboxItem } from '../../inbox/item.ts';
import { isObject } from '../../kernel/is-object.ts';
import {
  type EventId,
  isGhostOf,
  parseEventId,
  parseRoomId,
  parseUserId,
  type RoomId,
  type UserId,
} from '../../kernel/matrix-id.ts';
import { tooDeep } from './transaction.ts';

/** The inbox source of the homeserver's events. */
export const MATRIX = 'matrix';

export interface SelectNeeds {
  readonly sender: UserId;
  /** The team room and whatever other rooms the configuration names. */
  readonly isOurRoom: (roomId: RoomId) => boolean;
  /** Is what this person writes heard in whatever room? */
  readonly hearsPerson: (user: UserId) => boolean;
}

export interface SelectedEvents {
  readonly items: readonly InboxItem[];
  /** How many were malformed: no ID, no sender, a wrong type, or nested too deeply. */
  readonly malformed: number;
}

/** Types of events that are kept from Porter's own rooms. */
export const roomTypes: readonly string[] = [
  'm.reaction',
  'm.room.redaction',
  'm.room.message',
  'm.room.encrypted',
  'm.room.member',
  'm.room.power_levels',
  'm.room.join_rules',
  'm.room.encryption',
  'm.room.tombstone',
];

/** Stands in every event that a Porter posts. */
const POSTED = 'dev.porter.id';

interface Envelope {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly sender: UserId;
  readonly type: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/**
 * Selects the pushed events that Porter hears (docs/decisions/0001): events of its own rooms, Porter's own membership in any room,
 * and messages in any room that begin with `!porter` or are of somebody whom Porter hears. The rest, and events that a Porter sent, are
 * acknowledged but not kept.
 */
export function makeSelectEvents({
  sender,
  isOurRoom,
  hearsPerson,
}: SelectNeeds): (events: readonly unknown[]) => SelectedEvents {
  const isPorters = (user: UserId) => user === sender || isGhostOf(sender, user);

  const isSelected = ({ roomId, sender: from, type, event }: Envelope): boolean => {
    if (type === 'm.room.member' && event['state_key'] === sender) return true;
    // A Porter posted it: this one by a further account of the channel matrix, or another one.
    if (isPorters(from) || (isObject(event['content']) && POSTED in event['content'])) return false;
    if (isOurRoom(roomId)) return roomTypes.includes(type);
    return type === 'm.room.message' && (hearsPerson(from) || beginsWithCommand(event['content']));
  };

  return (events) => {
    const items: InboxItem[] = [];
    let malformed = 0;
    for (const event of events) {
      const envelope = open(event);
      if (envelope === undefined) malformed += 1;
      else if (isSelected(envelope)) items.push({ source: MATRIX, key: envelope.eventId, body: bodyOf(envelope) });
    }
    return { items, malformed };
  };
}

function open(event: unknown): Envelope | undefined {
  if (!isObject(event)) return undefined;
  const eventId = parseEventId(event['event_id']);
  const roomId = parseRoomId(event['room_id']);
  const sender = parseUserId(event['sender']);
  const { type } = event;
  if (eventId === undefined || roomId === undefined || sender === undefined || typeof type !== 'string')
    return undefined;
  return tooDeep(event) ? undefined : { eventId, roomId, sender, type, event };
}

function beginsWithCommand(content: unknown): boolean {
  const body = typeof content === 'object' && content !== null && 'body' in content ? content.body : undefined;
  return typeof body === 'string' && /^\s*!porter(?![\w-])/i.test(body.slice(0, 100));
}

/** The event as JSON, with only those fields that `parseEvent` reads. */
function bodyOf({ eventId, roomId, sender, type, event }: Envelope): string {
  const unsigned = event['unsigned'] as { invite_room_state?: unknown } | undefined | null;
  const state = Array.isArray(unsigned?.invite_room_state) ? unsigned.invite_room_state.slice(0, 20) : undefined;
  return JSON.stringify({
    ...{ event_id: eventId, room_id: roomId, sender, type },
    ...{ origin_server_ts: event['origin_server_ts'], content: event['content'] },
    ...(event['state_key'] === undefined ? {} : { state_key: event['state_key'] }),
    ...(event['redacts'] === undefined ? {} : { redacts: event['redacts'] }),
    ...(state === undefined ? {} : { invite_room_state: state }),
  });
}
