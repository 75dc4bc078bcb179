import type { Passwords } from '../accounts/ports/passwords.ts';
import type { Figure } from '../doors/operations/metrics.ts';
import type { PageContext } from '../doors/site/context.ts';
import type { InboxSource } from '../inbox/open-inbox.ts';
import type { Gate } from '../kernel/gate.ts';
import type { RoomId, UserId } from '../kernel/matrix-id.ts';
import type { JobHandler, NewJob } from '../outbox/job.ts';
import type { Outbox, PlaceNeeds } from '../outbox/outbox.ts';
import type { Announce, InRoom, StillSo, WhereDiscussed } from '../ports/announce.ts';
import type { OpenRoute } from '../web/json-route.ts';
import type { Route } from '../web/routes.ts';
import type { WatchedChannelStates } from './channel-states.ts';
import type { OpenChannels } from './channels.ts';
import type { OpenHomeserver } from './homeserver/open-homeserver.ts';
import type { Database, Runtime } from './open-database.ts';
import type { PlaceStates } from './place-states.ts';
import type { ShutdownGroup } from './shutdown-group.ts';
import type { Steps } from './steps/watch-steps.ts';

/** The ground as a part sees it: what every Porter has. */
export interface Ground {
  readonly runtime: Runtime;
  readonly database: Database;
  /** The configured channels, open. */
  readonly channels: OpenChannels;
  /** Returns the open homeserver. Throws if none is configured, so a part that calls this lists `homeserver` in `needs`. */
  homeserver(): OpenHomeserver;
  /** Hashes and checks passwords, one queue for the whole process. Undefined unless accounts are kept here. */
  readonly passwords: Passwords | undefined;
  /** Whether this process may change anything outside. The outbox checks it by itself. */
  readonly gate: Gate;
  /** What is known about the places of the outbox. */
  readonly places: PlaceStates;
  /** The same of channels, also by what came of connecting to them. */
  readonly channelStates: WatchedChannelStates;
  /** The watched steps. Available once every part is open: call it at run time, not in `open`. */
  steps(): Steps;
  /** Does any part accept the invitations of this user? */
  acceptsInvitationsBy(user: UserId): boolean;
  /** For what a part tells people besides its own ways. */
  readonly announce: Announce;
  /** Is what the part of this name announced still so? Yes, if it does not say. */
  stillSo(origin: string, id: string): Promise<boolean>;
  /** Where do people talk about what the part of this name announced? Undefined if it does not say. */
  whereDiscussed(origin: string, id: string): Promise<InRoom | undefined>;
  /** Jobs of other parts for a password that a person has set by a link of the accounts'. @param at epoch milliseconds */
  whenPasswordSet(applicationId: string, at: number): readonly NewJob[];
  /** Keeps the Matrix events that a part hears in the inbox. Resolves with the number of new ones. */
  keepEvents(events: readonly unknown[]): Promise<number>;
}

/** An open part: what it offers to the ground. A part leaves out what it does not have. */
export interface OpenPart {
  /** Job handlers by kind. A kind begins with the name of the part: `registration.send-letter`. */
  readonly handlers?: Readonly<Record<string, JobHandler>>;
  /** The other places that its places need, see `PlaceNeeds`. */
  readonly placeNeeds?: PlaceNeeds;
  /** Handlers of inbox items by source, e.g. `matrix`. */
  readonly hears?: Readonly<Record<string, InboxSource>>;
  /** True for a Matrix room whose events the part hears. */
  readonly hearsRoom?: (room: RoomId) => boolean;
  /** True for somebody whose messages the part hears in whatever room Porter shares with them. */
  readonly hearsPerson?: (user: UserId) => boolean;
  /** True for a user whose invitations into rooms the part accepts. */
  readonly acceptsInvitationsBy?: (user: UserId) => boolean;
  /** Says of what it announced whether it is still so. Its origin is the name of the part. */
  readonly stillSo?: StillSo;
  /** Says of what it announced where people talk about it. */
  readonly whereDiscussed?: WhereDiscussed;
  /** Jobs, saved with a password that the person of an account made for this application has set. See `Ground`. */
  readonly whenPasswordSet?: Ground['whenPasswordSet'];
  /** Hands over what to tell the outbox of bounces. Called once, before the first job. */
  readonly tellBounces?: (bounce: Outbox['bounce']) => void;
  /** Its pages on the public site. */
  readonly pages?: (page: PageContext) => readonly Route[];
  /** Its paths for programs on the public site. Refusals are said as the Matrix APIs do, unless the route says otherwise. */
  readonly apis?: readonly OpenRoute[];
  /**
   * What keeps its work from being done although every step is right, for `/readyz`: whole sentences, each with the next step. Asked
   * often, so it keeps its result for a while.
   */
  readonly lacks?: () => Promise<readonly string[]>;
  /** What does not work and does not keep the rest from working, for `/readyz`: whole sentences, each with the next step. */
  readonly warnings?: () => readonly string[];
  /** Returns figures for `/metrics`. Labels never name a person, room or address, and the cost does not grow with what is stored. */
  readonly measure?: () => readonly Figure[] | Promise<readonly Figure[]>;
  /** Opens its listeners and starts its recurring work. Resolves with the ports that it listens on, by name. */
  readonly start?: (running: ShutdownGroup) => Promise<Readonly<Record<string, number | undefined>>>;
  /** Closes what `open` opened. Called after everything that `start` began has ended. */
  readonly close?: () => Promise<void>;
}
