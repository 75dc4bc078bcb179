import { isObject } from '../kernel/is-object.ts';
import { type EventId, isGhostOf, parseUserId, type RoomId } from '../kernel/matrix-id.ts';
import type { HomeserverClient } from './client.ts';
import { roomRefusalOf } from './refusal.ts';

/** The job that posted an event. Undefined if neither Porter nor a ghost posted it, or if it cannot be seen (any more). Throws `Fault`. */
export async function jobOfEvent(
  client: Pick<HomeserverClient, 'ask' | 'sender'>,
  roomId: RoomId,
  eventId: EventId,
): Promise<string | undefined> {
  const [room, event] = [roomId, eventId].map(encodeURIComponent);
  const response = await client.ask('GET', `/_matrix/client/v3/rooms/${room}/event/${event}`);
  if (response.status === 404 || response.status === 403) return undefined;
  if (response.status >= 300) throw roomRefusalOf(response);
  const { sender, content } = response.body;
  const by = parseUserId(sender);
  if (by === undefined || (by !== client.sender && !isGhostOf(client.sender, by))) return undefined;
  const job = isObject(content) ? content['dev.porter.id'] : undefined;
  return typeof job === 'string' ? job : undefined;
}
