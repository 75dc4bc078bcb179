import type { Logger } from '../../kernel/log.ts';
import { isGhostOf, type RoomId, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient, JsonObject, MatrixResponse } from '../client.ts';
import type { Directory } from '../directory.ts';
import { askStateOrNone } from '../rooms/ask-state.ts';
import { levelForState, powerOf } from '../rooms/power.ts';
import type { RoomState } from '../rooms/room-state.ts';
import { whyNotInvited } from '../rooms/why-not-invited.ts';

const enc = encodeURIComponent;

interface InviteNeeds {
  readonly client: HomeserverClient;
  readonly directory: Directory;
  readonly admin: UserId | undefined;
  readonly log: Logger;
}

/** Porter made this room and is alone in it: nobody else can invite anybody. */
export const aloneInOwnRoom = (state: RoomState, sender: UserId): boolean =>
  state.creators.has(sender) &&
  ![...state.members].some(
    ([user, { membership }]) => membership === 'join' && user !== sender && !isGhostOf(sender, user),
  );

/**
 * Invites the admin whom the configuration names into a room that Porter made, with power over it, unless that person has been
 * in it before. Somebody who left or declined is invited again only while nobody else is inside; somebody who was banned, never.
 * A refusal is only logged, because the team can work without that person. Throws `Fault` while the homeserver cannot be asked.
 *
 * @returns the state after it
 */
export async function inviteAdmin(
  { client, directory, admin, log }: InviteNeeds,
  room: RoomId,
  state: RoomState,
): Promise<RoomState> {
  if (!state.creators.has(client.sender)) return state;
  const alone = aloneInOwnRoom(state, client.sender);
  if (admin === undefined) {
    if (alone) log.warn('nobody but Porter is in the team room: set registration.admin and restart Porter', { room });
    return state;
  }
  const membership = state.members.get(admin)?.membership;
  const wanted = membership === undefined || (membership === 'leave' && alone);
  if (!wanted) return state;
  const refused = await invite({ client, directory }, admin, room, state);
  if (refused === undefined) log.info('invited the admin into the team room', { room, admin });
  else log.warn('registration.admin could not be invited into the team room', { room, admin, why: refused });
  return await askStateOrNone(directory, room);
}

/** Gives power first: after a crash between the two, the next start still invites. @returns why it was refused */
async function invite(
  { client, directory }: Pick<InviteNeeds, 'client' | 'directory'>,
  admin: UserId,
  room: RoomId,
  state: RoomState,
): Promise<string | undefined> {
  const why = await whyNotInvited(directory, admin, client.serverName);
  if (why !== undefined) return why;
  const wanted = levelOfAdmin(state);
  const path = `/_matrix/client/v3/rooms/${enc(room)}`;
  if (powerOf(admin, state) < wanted) {
    const levels = `${path}/state/m.room.power_levels/`;
    const found = await client.ask('GET', levels);
    if (found.status >= 300) return whyOf(found);
    const users = { ...(found.body['users'] as JsonObject | undefined), [admin]: wanted };
    const set = await client.ask('PUT', levels, { body: { ...found.body, users } });
    if (set.status >= 300) return whyOf(set);
  }
  const response = await client.ask('POST', `${path}/invite`, { body: { user_id: admin } });
  return response.status < 300 ? undefined : whyOf(response);
}

const whyOf = ({ errcode, status }: MatrixResponse): string => errcode ?? String(status);

/** Power over everything in the room, an upgrade too: that takes more than 100 in a room whose creators stand above all levels. */
const levelOfAdmin = (state: RoomState): number => Math.max(100, levelForState('m.room.tombstone', state));
