import type { Gone } from '../../kernel/gone.ts';
import type { EventId, RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { EventState } from '../../ports/room-poster.ts';
import type { Reaction } from './reaction.ts';

/** Who may vote, and what is known of the room. Throws `Fault` when the homeserver cannot be asked. */
export interface TeamRoom {
  /** The room that the configuration names, once it is known and joined; undefined until then. */
  current(): RoomId | undefined;
  /**
   * Which of these may vote at this moment: by the configured rule, and with an account that is theirs to act with (not closed,
   * locked or suspended). Asks the homeserver about the room, and about each of them.
   */
  votersAmong(users: ReadonlySet<UserId>): Promise<ReadonlySet<UserId>>;
  /** All who may vote. What is known of their accounts may be ten minutes old: for lists, never to count votes by. */
  voters(): Promise<ReadonlySet<UserId>>;
  /** The same, and the room's state may be some minutes old too: good enough to show. */
  votersLately(): Promise<ReadonlySet<UserId>>;
  /** The reactions that now stand on one event; `gone` when the room has lost the event. */
  reactionsOn(target: EventId): Promise<readonly Reaction[] | Gone>;
  /** What the room shows of one event. */
  eventState(target: EventId): Promise<EventState>;
  /** Name shown for a member, or the user ID. */
  displayNameOf(user: UserId): Promise<string>;
  /** Encrypted: reactions are readable, replies and commands are not. */
  encrypted(): Promise<boolean>;
  /** Why decisions are stopped (room public, Porter removed …), or undefined. Asked before a vote counts. */
  stopped(): Promise<string | undefined>;
}
