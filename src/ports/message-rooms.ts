import type { EventId, RoomAlias, RoomId, UserId } from '../kernel/matrix-id.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { EventState } from './room-poster.ts';

/** A room as Porter finds it from inside. */
export interface RoomLook {
  /** What Porter writes there stands in the clear all the same, and clients mark it. */
  readonly encrypted: boolean;
  /** Porter has the power to send messages. */
  readonly maySend: boolean;
  /** It was upgraded: people have gone to another room. */
  readonly replaced: boolean;
}

/**
 * The rooms in which notifications are posted. Every method throws `Fault`. The detail of a refusal is the homeserver's words, one line
 * without IDs.
 */
export interface MessageRooms {
  /** Porter's own user. */
  readonly sender: UserId;
  /** Asks the homeserver, which proves that the token is right and that the homeserver answers. */
  whoAmI(signal: AbortSignal): Promise<UserId>;
  /** The room that an alias leads to; `unknown`: it leads nowhere, or its server cannot be asked now. */
  findByAlias(alias: RoomAlias, signal: AbortSignal): Promise<Outcome<RoomId, 'unknown', string>>;
  /**
   * Enters a room that anybody may enter, or into which somebody invited Porter.
   *
   * @param by who invited: their server knows the room, if ours does not
   */
  enter(room: RoomId, signal: AbortSignal | undefined, by?: UserId): Promise<Outcome<RoomId, 'not-let-in', string>>;
  /**
   * The direct chat with one person: made once, and found again in `m.direct` of Porter's account data. Invites the person if they
   * are not inside. Refused if that user does not exist, is closed, or takes no invitations.
   */
  directWith(user: UserId, signal: AbortSignal): Promise<Outcome<RoomId, 'unreachable', string>>;
  /** Porter is no longer in the direct chat with this person: the next `directWith` makes another one. */
  lostDirect(user: UserId): void;
  /** With whom a room is Porter's direct chat; undefined: it is none. */
  personIn(room: RoomId): Promise<UserId | undefined>;
  /** What somebody is called in a room; the name in the ID if they took no other, or Porter cannot see it. Not inert. */
  nameIn(room: RoomId, user: UserId): Promise<string>;
  /** Changes nothing. Refused if Porter is not inside. */
  look(room: RoomId, signal: AbortSignal | undefined): Promise<Outcome<RoomLook, 'outside', string>>;
  /** What Porter sees of one event in a room; `gone` also if it is not inside. */
  eventState(room: RoomId, event: EventId, signal: AbortSignal): Promise<EventState>;
}
