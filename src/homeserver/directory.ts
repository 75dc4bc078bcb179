import type { RoomId, UserId } from '../kernel/matrix-id.ts';

/**
 * What only a server admin may read about users and rooms of our own server. Each throws `Fault` if the homeserver cannot be
 * asked.
 */
export interface Directory {
  /**
   * What kind of user this is; undefined: our server has no such user. `machine`: a bot, a user of an appservice, or a guest,
   * none of which ever votes.
   */
  find(user: UserId, signal?: AbortSignal): Promise<'person' | 'machine' | undefined>;
  /** True if this user is a server admin; undefined if our server has no such user. */
  isAdmin(user: UserId, signal?: AbortSignal): Promise<boolean | undefined>;
  /**
   * The whole state of a room, events as they came, also of a room that Porter is not in (so that an invitation shows who made
   * it). Undefined: our server knows no such room.
   */
  stateOf(room: RoomId, signal?: AbortSignal): Promise<readonly unknown[] | undefined>;
}
