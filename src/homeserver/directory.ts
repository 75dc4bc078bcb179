import type { RoomId, UserId } from '../kernel/matrix-id.ts';

/** Why nobody can act with an account, or should not: what its owner said before does not count either. */
export type Barred = 'deactivated' | 'locked' | 'suspended' | 'shadow-banned' | 'not approved';

export interface KnownUser {
  /** `machine`: a bot, a user of an appservice, or a guest, none of which ever votes. */
  readonly kind: 'person' | 'machine';
  readonly barred: Barred | undefined;
}

/**
 * What only a server admin may read about users and rooms of our own server. Each throws `Fault` if the homeserver cannot be
 * asked.
 */
export interface Directory {
  /** What is behind this user ID; undefined: our server has no such user. */
  find(user: UserId, signal?: AbortSignal): Promise<KnownUser | undefined>;
  /** True if this user is a server admin; undefined if our server has no such user. */
  isAdmin(user: UserId, signal?: AbortSignal): Promise<boolean | undefined>;
  /**
   * The whole state of a room, events as they came, also of a room that Porter is not in (so that an invitation shows who made
   * it). Undefined: our server knows no such room.
   */
  stateOf(room: RoomId, signal?: AbortSignal): Promise<readonly unknown[] | undefined>;
}
