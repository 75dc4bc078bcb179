import type { Gone } from '../../kernel/gone.ts';
import type { EventId, RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { EventState } from '../../ports/room-poster.ts';
import type { Reaction } from './reaction.ts';

/** Who may vote, and what is known of the room. Throws `Fault` when the homeserver cannot be asked. */
export interface TeamRoom {
  /** The room that the configuration names, once it is known and joined; undefined until then. */
  current(): RoomId | undefined;
  /** Who may vote at this moment, by the configured rule. Asks the homeserver once. */
  voters(): Promise<ReadonlySet<UserId>>;
  /** The same, but up to some minutes old: good enough to show, never to count votes by. */
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
