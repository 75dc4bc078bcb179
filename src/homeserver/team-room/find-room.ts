import type { Logger } from '../../kernel/log.ts';
import { parseRoomId, type RoomAlias, type RoomId, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { askState } from '../rooms/ask-state.ts';
import { roomIdOf } from '../rooms/room-id-of.ts';
import type { RoomState } from '../rooms/room-state.ts';
import { isOurs } from './is-ours.ts';
import type { KnownRoom } from './remembered-room.ts';
import type { RoomTrouble, RoomTroubleCode, VoterRule } from './team-room.ts';
import { mayLead } from './way-to-vote.ts';

/** A chain of upgrades longer than this is taken for a ring. */
const LONGEST_CHAIN = 20;

export interface RoomSearch extends KnownRoom {
  readonly client: HomeserverClient;
  readonly directory: Directory;
  /** As configured. */
  readonly room: RoomAlias | RoomId;
  readonly voters: VoterRule;
  readonly log: Logger;
}

export interface NotInside {
  readonly ok: false;
  readonly trouble: RoomTrouble;
}

export const notInside = (code: RoomTroubleCode, detail: string, expected?: string): NotInside => ({
  ok: false,
  trouble: { code, detail, ...(expected === undefined ? {} : { expected }) },
});

/**
 * Why Porter takes a room for the team's, and so whose invitation it accepts.
 *
 * - `named`: the configuration has its ID, which nobody can take away. Anybody may invite.
 * - `remembered`: Porter was in it before; without a memory: it is inside, and made the room or was invited by a server admin. Anybody
 *   may invite, because nobody but its members can.
 * - `successor`: a room of those kinds was upgraded to it. Anybody may invite.
 * - `led`: the same, but by somebody who could not have brought voters into the old room. A server admin has to invite.
 * - `alias`: the configured alias leads to it. Any local user can take an alias, so a server admin has to invite.
 * - `elsewhere`: the alias leads to it, away from the room in which Porter was before. A server admin has to invite.
 */
export type Trust = 'named' | 'remembered' | 'successor' | 'led' | 'alias' | 'elsewhere';

export interface FoundRoom {
  readonly ok: true;
  readonly roomId: RoomId;
  readonly state: RoomState;
  readonly trust: Trust;
  /** Who upgraded the room before it to this one; undefined for a room that nothing led to. */
  readonly successorBy: UserId | undefined;
  /** Porter decided before that it may enter, and was about to. */
  readonly decided: boolean;
  /** With `elsewhere`: the team room until now. */
  readonly insteadOf?: RoomId;
}

/** `not-made`: there is no team room yet, and the alias for it is free. */
export type Found = FoundRoom | NotInside | 'not-made';

/**
 * Finds the team room: the same for `serve` and `check`. Changes nothing, joins nothing, and needs not be in any of the rooms.
 *
 * The room in which Porter was before counts more than the alias: whoever upgrades a room moves its alias too, and whoever takes
 * an alias must not take the team with it. From that room Porter follows the upgrades, each proved from both sides: the old
 * room's tombstone, which takes power there, names the new one, and the new one names the old one as its predecessor.
 */
export async function findRoom(needs: RoomSearch): Promise<Found> {
  const { client, room, remembered } = needs;
  const byId = room.startsWith('!');
  const named = await findNamed(client, room);
  const before = remembered === undefined ? undefined : await followUpgrades(needs, remembered);
  if (before !== undefined && (before.passed.includes(named as RoomId) || !isAbandoned(before.state, client.sender))) {
    return await alongWith(before);
  }
  if (named === undefined) return 'not-made';
  if (typeof named !== 'string') return named;
  const led = await followUpgrades(needs, named);
  if (led === undefined) return notInside('no-such-room', named);
  return foundAt(needs, led, byId ? 'named' : (await isOurs(needs, named, led.first)) ? 'remembered' : 'alias');

  /** The room of before counts, unless the alias leads to another one that has nothing to do with it. */
  async function alongWith(chain: Chain): Promise<FoundRoom> {
    const known = foundAt(needs, chain, 'remembered');
    // Porter came to the remembered room from the configured ID. An alias may be lost, or its server may be away.
    if (byId || typeof named !== 'string' || chain.passed.includes(named)) return known;
    const elsewhere = await followUpgrades(needs, named);
    if (elsewhere === undefined || elsewhere.passed.some((passed) => chain.passed.includes(passed))) return known;
    return { ...foundAt(needs, elsewhere, 'elsewhere'), insteadOf: known.roomId };
  }
}

/** The room that the configuration names. Undefined: an alias of our own server that is free. */
async function findNamed(client: HomeserverClient, room: RoomAlias | RoomId): Promise<RoomId | NotInside | undefined> {
  const id = await roomIdOf(client, room);
  return id === 'unanswered' ? notInside('alias-elsewhere', room) : id;
}

interface Chain {
  /** The first room and its successors, the last of which is in use. */
  readonly passed: readonly RoomId[];
  /** Of the last room. */
  readonly state: RoomState;
  readonly successorBy: UserId | undefined;
  /** State of the first room. */
  readonly first: RoomState;
  /** Everybody who led on could have brought voters into the room before. */
  readonly byVoterMakers: boolean;
}

/** Follows the tombstones of a room to the one that is in use. Undefined: our server does not know the first one. */
async function followUpgrades(needs: RoomSearch, first: RoomId): Promise<Chain | undefined> {
  const { directory, log } = needs;
  const begin = await askState(directory, first);
  if (begin === undefined) return undefined;
  let state: RoomState = begin;
  let byVoterMakers = true;
  const passed = [first];
  let successorBy: UserId | undefined;
  while (passed.length < LONGEST_CHAIN) {
    const { replaced } = state;
    const next = replaced && parseRoomId(replaced.to);
    if (next === undefined || passed.includes(next)) break;
    const there: RoomState | undefined = await askState(directory, next);
    if (there === undefined || there.predecessor !== passed.at(-1)) {
      // Anybody with power can point a tombstone at any room; only the real successor names the old one.
      log.warn('the tombstone of the team room names a room that is not known as its successor', {
        room: passed.at(-1),
      });
      break;
    }
    byVoterMakers &&= mayLead(replaced?.by, needs, state);
    state = there;
    successorBy = replaced?.by;
    passed.push(next);
  }
  return { passed, state, successorBy, first: begin, byVoterMakers };
}

function foundAt(
  { entering }: KnownRoom,
  { passed, state, successorBy, byVoterMakers }: Chain,
  first: Trust,
): FoundRoom {
  const roomId = passed.at(-1) as RoomId;
  const isProved = first === 'named' || first === 'remembered';
  const trust = passed.length > 1 && isProved ? (byVoterMakers ? 'successor' : 'led') : first;
  return { ok: true, roomId, state, trust, successorBy, decided: roomId === entering };
}

export const isInside = (state: RoomState, user: UserId): boolean => state.members.get(user)?.membership === 'join';

/** Nobody of our server is inside any more, so nobody can invite anybody. Synapse then forgets the state of the room. */
export const isAbandoned = ({ members }: RoomState, sender: UserId): boolean =>
  members.get(sender)?.membership !== 'invite' &&
  ![...members.values()].some(({ membership }) => membership === 'join');
