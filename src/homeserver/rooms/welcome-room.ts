import { serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { MissedRoom } from '../../registration/ports/welcome-rooms.ts';
import { powerOf } from './power.ts';
import { type RoomState, versionKnown } from './room-state.ts';

/** Whether Porter can bring people into a room: either anybody may join it, or Porter is inside and may invite. */
export type WelcomeRoomTrouble =
  /** No such alias, or a room that our server does not know. */
  | { readonly code: 'unknown' }
  /** The alias belongs to another server, which did not say where it leads. */
  | { readonly code: 'alias-unanswered' }
  /** Nobody of our server is in it, so our server cannot bring anybody in. */
  | { readonly code: 'not-here' }
  /** It was upgraded: people would come into a room that nobody writes in. */
  | { readonly code: 'replaced'; readonly to: string }
  /** Its join rule lets in nobody, not even who is invited. */
  | { readonly code: 'shut'; readonly rule: string }
  | { readonly code: 'porter-banned' }
  /** `level`: what inviting takes there, if Porter would have less. */
  | { readonly code: 'porter-outside'; readonly level: number | undefined }
  | { readonly code: 'may-not-invite'; readonly level: number; readonly own: number }
  /** The homeserver refused for a reason that the room does not show. `detail`: its code. */
  | { readonly code: 'refused'; readonly detail: string }
  /** Only about one person. */
  | { readonly code: 'newcomer-banned'; readonly user: UserId };

/**
 * Finds what keeps people of our server from being brought into a welcome room; undefined if they can be. A pending invitation
 * counts as being inside: Porter accepts it when it comes, or with the first newcomer.
 *
 * @param state undefined: our server knows no such room
 * @param newcomer the one person whom it is about; left out, it is about any new account
 */
export function welcomeRoomTrouble(
  state: RoomState | undefined,
  sender: UserId,
  newcomer?: UserId,
): WelcomeRoomTrouble | undefined {
  if (state === undefined) return { code: 'unknown' };
  const server = serverNameOf(sender);
  const isHere = [...state.members].some(
    ([user, { membership }]) => membership === 'join' && serverNameOf(user) === server,
  );
  // Synapse forgets the state of a room that its last user has left.
  if (!isHere) return { code: 'not-here' };
  if (state.replaced !== undefined) return { code: 'replaced', to: state.replaced.to };
  if (newcomer !== undefined && state.members.get(newcomer)?.membership === 'ban') {
    return { code: 'newcomer-banned', user: newcomer };
  }
  if (state.joinRule === 'public') return undefined;
  if (!letsInvitedIn(state)) return { code: 'shut', rule: state.joinRule };
  const own = powerOf(sender, state);
  const level = state.power?.invite ?? 0;
  // The rules about power of an unknown version are unknown too.
  const mayInvite = own >= level || !versionKnown(state.version);
  switch (state.members.get(sender)?.membership) {
    case 'ban':
      return { code: 'porter-banned' };
    case 'join':
    case 'invite':
      return mayInvite ? undefined : { code: 'may-not-invite', level, own };
    default:
      return { code: 'porter-outside', level: mayInvite ? undefined : level };
  }
}

/** The first room version whose rules know a join rule that lets in who is invited (spec, room versions). */
const knownFrom: Readonly<Record<string, number>> = { invite: 1, knock: 7, restricted: 8, knock_restricted: 10 };

const letsInvitedIn = ({ joinRule, version }: RoomState): boolean =>
  Object.hasOwn(knownFrom, joinRule) && (!versionKnown(version) || Number(version) >= (knownFrom[joinRule] ?? 0));

/** In the words of the port. @param room as configured */
export function missedRoom(trouble: WelcomeRoomTrouble, room: string, sender: UserId): MissedRoom {
  switch (trouble.code) {
    case 'unknown':
    case 'alias-unanswered':
    case 'not-here':
      return { room, why: trouble.code, values: {} };
    case 'replaced':
      return { room, why: trouble.code, values: { to: trouble.to } };
    case 'shut':
      return { room, why: trouble.code, values: { rule: trouble.rule.slice(0, 40) } };
    case 'porter-banned':
      return { room, why: trouble.code, values: { sender } };
    case 'porter-outside':
      return trouble.level === undefined
        ? { room, why: trouble.code, values: { sender } }
        : { room, why: 'porter-outside-below', values: { sender, level: trouble.level } };
    case 'may-not-invite':
      return { room, why: trouble.code, values: { sender, level: trouble.level, own: trouble.own } };
    case 'refused':
      return { room, why: trouble.code, values: { detail: trouble.detail } };
    case 'newcomer-banned':
      return { room, why: trouble.code, values: { user: trouble.user } };
  }
}
