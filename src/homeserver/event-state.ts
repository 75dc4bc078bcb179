import type { EventId, RoomId } from '../kernel/matrix-id.ts';
import type { EventState } from '../ports/room-poster.ts';
import type { HomeserverClient } from './client.ts';
import { roomRefusalOf } from './refusal.ts';

/**
 * Looks at one event. Synapse answers 404 about an event that was purged, about one that the room's retention hides before it is
 * purged, and to anybody who is not in the room; the last is told apart by our own membership. Throws `Fault`.
 */
export async function eventState(
  client: HomeserverClient,
  roomId: RoomId,
  eventId: EventId,
  signal?: AbortSignal,
): Promise<EventState> {
  const room = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
  const { status, body, errcode } = await client.ask('GET', `${room}/event/${encodeURIComponent(eventId)}`, { signal });
  if (status < 300) return isRedacted(body) ? 'redacted' : 'whole';
  if (status !== 404) throw roomRefusalOf({ status, errcode }, 'team-room');
  const own = await client.ask('GET', `${room}/state/m.room.member/${encodeURIComponent(client.sender)}`, { signal });
  if (own.status < 300 && own.body['membership'] === 'join') return 'gone';
  throw roomRefusalOf({ status: 403, errcode: 'M_FORBIDDEN' }, 'team-room');
}

export const isRedacted = ({ unsigned }: { readonly [key: string]: unknown }): boolean =>
  typeof unsigned === 'object' && unsigned !== null && 'redacted_because' in unsigned;
