import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { parseRoomId, type RoomAlias, type RoomId, serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { roomIdOf } from '../room-id-of.ts';
import { askState, askStateOrNone } from './ask-state.ts';
import type { RoomState } from './room-state.ts';
import type { RoomTrouble, RoomTroubleCode } from './team-room.ts';

/** A chain of upgrades longer than this is a ring. */
const LONGEST_CHAIN = 20;

export interface NotInside {
  readonly ok: false;
  readonly trouble: RoomTrouble;
}

export const notInside = (code: RoomTroubleCode, detail: string): NotInside => ({
  ok: false,
  trouble: { code, detail },
});

/** One room of the chain of upgrades. */
export interface Visited {
  readonly roomId: RoomId;
  readonly state: RoomState;
  /** Who upgraded the room before it to this one; undefined for the first room of the chain. */
  readonly successorBy: UserId | undefined;
  /** It follows a room that Porter was in. */
  readonly isSuccessor: boolean;
}

/** The room that the configuration names. Undefined: an alias of our own server that is free. */
export async function findNamed(
  client: HomeserverClient,
  room: RoomAlias | RoomId,
): Promise<RoomId | NotInside | undefined> {
  if (room.startsWith('!')) return room as RoomId;
  if (room.slice(room.indexOf(':') + 1) === client.serverName) return await roomIdOf(client, room);
  try {
    return (await roomIdOf(client, room)) ?? notInside('alias-elsewhere', room);
  } catch (error) {
    // Our server asks the other one, and says 502 when it cannot: that is no outage of ours.
    if (error instanceof Fault) return notInside('alias-elsewhere', room);
    throw error;
  }
}

/**
 * Follows the tombstones of a room to the one that is in use.
 *
 * @param enter called for each room that Porter is not in; undefined when it is inside afterwards
 */
export async function followUpgrades(
  { directory, sender, log }: { readonly directory: Directory; readonly sender: UserId; readonly log: Logger },
  named: RoomId,
  enter: (room: Visited) => Promise<NotInside | undefined>,
): Promise<{ readonly ok: true; readonly roomId: RoomId; readonly state: RoomState } | NotInside> {
  let roomId = named;
  let from: { readonly roomId: RoomId; readonly state: RoomState } | undefined;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    let state = await askState(directory, roomId);
    if (state === undefined) return notInside('no-such-room', roomId);
    if (from !== undefined && state.predecessor !== from.roomId) {
      // Anybody with power can point a tombstone at any room; only the real successor names the old one.
      log.warn('the tombstone of the team room names a room that is not its successor', { room: from.roomId });
      return { ok: true, ...from };
    }
    if (state.members.get(sender)?.membership !== 'join') {
      const successorBy = from?.state.replaced?.by;
      const outside = await enter({ roomId, state, successorBy, isSuccessor: from !== undefined });
      if (outside !== undefined) return outside;
      state = await askStateOrNone(directory, roomId);
    }
    const next = state.replaced === undefined ? undefined : parseRoomId(state.replaced.to);
    if (next === undefined) return { ok: true, roomId, state };
    from = { roomId, state };
    roomId = next;
  }
  return notInside('no-such-room', roomId);
}

/** What keeps Porter out of a room that it is not in; undefined when it may join. */
export async function whyOutside(
  { client, directory }: { readonly client: HomeserverClient; readonly directory: Directory },
  { roomId, state, isSuccessor }: Visited,
): Promise<NotInside | undefined> {
  const own = state.members.get(client.sender);
  if (own?.membership === 'ban') return notInside('banned', roomId);
  if (own?.membership !== 'invite') {
    // The successor of a restricted room lets members of the old one in without an invitation.
    return isSuccessor && state.joinRule !== 'invite' ? undefined : notInside('not-invited', roomId);
  }
  if (isSuccessor) return undefined;
  // Any local user can take an alias: only an administrator may name the room in which is decided.
  const { by } = own;
  const local = by !== undefined && serverNameOf(by) === client.serverName;
  return local && (await directory.isAdmin(by)) === true ? undefined : notInside('inviter-not-admin', by ?? roomId);
}
