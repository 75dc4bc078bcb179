import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { RoomAlias, RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { TeamRoom } from '../../registration/ports/team-room.ts';
import type { HomeserverClient, JsonObject } from '../client.ts';
import type { Directory } from '../directory.ts';

/** Who may vote. Under no rule Porter itself, its ghosts, other bots, appservice users or guests. */
export type VoterRule =
  | { readonly kind: 'everyone-local' }
  /** Joined members of our own server from this power level on. */
  | { readonly kind: 'power-level'; readonly from: number }
  /** Joined members with these IDs: the only way for people of other servers. */
  | { readonly kind: 'list'; readonly ids: ReadonlySet<UserId> };

export type RoomTroubleCode =
  /** The alias is free: Porter makes the room. */
  | 'not-made'
  /** Porter may join, and does so when it is started. */
  | 'invited'
  | 'alias-not-reserved'
  | 'alias-elsewhere'
  | 'no-such-room'
  /** The room is empty: nobody has entered it yet, or everybody has left. The homeserver does not tell which. */
  | 'being-made'
  /** Nobody is inside any more. */
  | 'abandoned'
  | 'not-invited'
  /** Porter was in the room and is no longer. */
  | 'sent-out'
  /** Porter is not in the successor of the room. */
  | 'upgraded'
  /** The alias leads to another room than the one in which Porter was. */
  | 'alias-moved'
  /** The room was upgraded by somebody who could not have brought voters into it. */
  | 'led-away'
  | 'inviter-not-admin'
  /** Porter is in the room, but neither made it nor was invited by a server admin. */
  | 'not-by-admin'
  /** It is one of the welcome rooms. */
  | 'welcome-room'
  | 'banned'
  | 'join-refused'
  | 'creation-refused'
  | 'may-not-send';

/** Why the team room cannot be used yet; `detail` (a user or room ID, what may not be sent) and `expected` fill the sentence. */
export interface RoomTrouble {
  readonly code: RoomTroubleCode;
  readonly detail: string;
  /** For `may-not-send` the power level that Porter needs, for `alias-moved` the room that is expected, for `led-away` who led. */
  readonly expected?: string;
}

/** Why decisions are stopped although Porter knows the room. */
export type StopReason =
  /** Clients show no messages in a room of this type: a space, or any other that is no room in which people talk. */
  | 'room-space'
  | 'room-typed'
  | 'room-public'
  | 'room-knockable'
  | 'room-restricted'
  | 'room-version-unknown'
  | 'room-replaced'
  | 'room-encrypted'
  /** The room's retention deletes a notice before people can vote on it. */
  | 'room-forgetful'
  | 'not-in-room';

/** A state event of the team room as pushed, already parsed by the door. */
export interface TeamRoomStateEvent {
  readonly eventId: string;
  readonly roomId: RoomId;
  readonly type: string;
  readonly stateKey: string;
  readonly sender: UserId;
  readonly content: JsonObject;
}

/** An invitation of Porter as pushed. */
export interface Invitation {
  readonly roomId: RoomId;
  readonly sender: UserId;
  /** `invite_room_state` as it came: nothing in it can be trusted. */
  readonly state: readonly unknown[];
}

/** The port of registration, and what the composition root needs beside it. */
export interface TeamRoomKeeper extends TeamRoom {
  /** Returns a `StopReason` (see `stopped` of the port) or undefined. */
  stopped(): Promise<StopReason | undefined>;
  /** Finds, makes or joins the room; repeatable. Undefined when Porter is inside and may speak. */
  enter(): Promise<RoomTrouble | undefined>;
  /** Takes a pushed state event, after which the room's state is read again. Returns whether it was about the team room. */
  heard(event: TeamRoomStateEvent): boolean;
  /** Porter was invited somewhere: it enters the team room, and declines what leads nowhere (see `answerInvitation`). */
  invited(invitation: Invitation): Promise<void>;
  /**
   * Reads what has happened in the room since the last reading and hands the events that Porter hears to the inbox. Resolves
   * with the number of events that the inbox did not know; 0 while no room is known.
   */
  readTimeline(): Promise<number>;
  /** Members and power levels may have changed: recount open applications. */
  onChange(listener: () => void): () => void;
  /** The room was upgraded and Porter followed: open notices are posted again in a new round. */
  onMoved(listener: (to: RoomId, from: RoomId) => void): () => void;
  /** Begins to read the timeline every five minutes. */
  start(): void;
  stop(): Promise<void>;
}

/** For `openTeamRoom` in `open-team-room.ts`: `(options) => Promise<TeamRoomKeeper>`; resolves once it has recalled the room. */
export interface TeamRoomOptions {
  readonly client: HomeserverClient;
  readonly directory: Directory;
  readonly room: RoomAlias | RoomId;
  /** Rooms that the configuration names beside it: an invitation there is not declined. */
  readonly otherRooms: readonly (RoomAlias | RoomId)[];
  /** Another part of Porter accepts the invitations of this user. */
  readonly isAcceptedElsewhere?: ((by: UserId) => boolean) | undefined;
  /** Name of a room that Porter makes, e.g. `Porter: applications`. */
  readonly roomName: string;
  /** Invited as the room's admin when Porter makes it, and at a start into a room that Porter made before. */
  readonly admin?: UserId;
  readonly voters: VoterRule;
  /** `refuse` stops decisions in an encrypted room. */
  readonly encryptedRoom: 'allow' | 'refuse';
  readonly memory: MemoryStore;
  /**
   * Keeps timeline events as the homeserver has them, oldest first; resolves with how many were new. The door selects them with
   * `makeSelectEvents`, the inbox keeps them.
   */
  readonly keep: (events: readonly unknown[]) => Promise<number>;
  /** Types of timeline events that `keep` takes. */
  readonly types: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}
