import type { EventId, RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { Reaction } from './reaction.ts';

/** Who may vote, and what is known of the room. Throws `Fault` when the homeserver cannot be asked. */
export interface TeamRoom {
  /** The room that the configuration names, once it is known and joined; undefined until then. */
  current(): RoomId | undefined;
  /** Who may vote at this moment: joined and local, from the configured power level on, or listed by ID. One question to the homeserver. */
  voters(): Promise<ReadonlySet<UserId>>;
  /** The same as the room was when it was last looked at, some minutes ago at most: to show it, never to count by it. */
  votersLately(): Promise<ReadonlySet<UserId>>;
  /** Live reactions on one event, as the room has them now (`/relations`); undefined when the homeserver has forgotten the event. */
  reactionsOn(target: EventId): Promise<readonly Reaction[] | undefined>;
  /** Name shown for a member, or the user ID. */
  displayNameOf(user: UserId): Promise<string>;
  /** Encrypted: reactions are readable, replies and commands are not. */
  encrypted(): Promise<boolean>;
  /** Why decisions are stopped (room public, Porter removed …), or undefined. Asked before a vote counts. */
  stopped(): Promise<string | undefined>;
}
