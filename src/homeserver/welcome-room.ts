import { serverNameOf, type UserId } from '../kernel/matrix-id.ts';
import { powerOf } from './team-room/power.ts';
import { type RoomState, versionKnown } from './team-room/room-state.ts';

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

type Words = { readonly sentence: string; readonly remedy: string };

/** For operators. @param room as configured */
export function explainWelcomeRoom(trouble: WelcomeRoomTrouble, room: string, sender: UserId): Words {
  const invited = `${room} is entered by invitation`;
  switch (trouble.code) {
    case 'unknown':
      return {
        sentence: `${room} is not known to the homeserver.`,
        remedy: 'Correct registration.welcomeRooms, or make the room; then restart Porter.',
      };
    case 'alias-unanswered':
      return {
        sentence: `${room} belongs to another server, which does not say where it leads.`,
        remedy: 'Is it spelt right? Otherwise take it out of registration.welcomeRooms and restart Porter.',
      };
    case 'not-here':
      return {
        sentence: `Nobody of our server is in ${room}, so nobody can be brought in.`,
        remedy:
          'As somebody of our server, enter that room. If it is dead, make a new one, name that in registration.welcomeRooms and restart Porter.',
      };
    case 'replaced':
      return {
        sentence: `${room} was upgraded to ${trouble.to}: new members would be alone in the old room.`,
        remedy: `Name the new room in registration.welcomeRooms (or let the alias lead there) and restart Porter.`,
      };
    case 'shut':
      return {
        sentence: `${room} lets nobody in, invited or not (its join rule is "${trouble.rule.slice(0, 40)}").`,
        remedy: 'Set "who can join" of that room to invite only, and invite Porter there; or let anybody join.',
      };
    case 'porter-banned':
      return {
        sentence: `${invited}, and ${sender} is banned from it, so nobody can be brought in.`,
        remedy: `As a moderator of that room, type there: /unban ${sender}, then /invite ${sender}`,
      };
    case 'porter-outside': {
      const raise = trouble.level === undefined ? '' : `, and when it is in: /op ${sender} ${trouble.level}`;
      return {
        sentence: `${invited}, and ${sender} is not in it, so nobody can be brought in.`,
        remedy: `As a moderator of that room, type there: /invite ${sender}${raise}. Or let anybody join that room.`,
      };
    }
    case 'may-not-invite':
      return {
        sentence: `${invited}, and ${sender} may not invite there (that takes ${trouble.level}; its power level is ${trouble.own}), so nobody can be brought in.`,
        remedy: `As an admin of that room, type there: /op ${sender} ${trouble.level}`,
      };
    case 'refused':
      return {
        sentence: `The homeserver lets nobody be brought into ${room} (${trouble.detail}).`,
        remedy: 'Look into the log of Synapse at this time: the room may be blocked there, or a module may forbid it.',
      };
    case 'newcomer-banned':
      return {
        sentence: `${trouble.user} is banned from ${room}.`,
        remedy: `If that is no longer meant, as a moderator of that room, type there: /unban ${trouble.user}, then /invite ${trouble.user}`,
      };
  }
}
