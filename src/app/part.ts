import type { RegistrationFile } from '../config/registration-file.ts';
import type { Checked, ConfigOf, Listening, Sections } from '../config/shape.ts';
import type { YamlFile } from '../config/yaml-file.ts';
import type { Figure } from '../doors/operations/metrics.ts';
import type { PageContext } from '../doors/site/context.ts';
import type { Directory } from '../homeserver/directory.ts';
import type { StepNeeds } from '../homeserver/step-needs.ts';
import type { InboxSource } from '../inbox/open-inbox.ts';
import type { CheckAfter, CheckLine } from '../kernel/check-line.ts';
import type { Gate } from '../kernel/gate.ts';
import type { RoomId, UserId } from '../kernel/matrix-id.ts';
import type { StepGroup } from '../kernel/step.ts';
import type { JobHandler } from '../outbox/job.ts';
import type { Outbox, PlaceNeeds } from '../outbox/outbox.ts';
import type { Announce, StillSo } from '../ports/announce.ts';
import type { JobsInWords } from '../ports/job-words.ts';
import type { MemoryStore } from '../ports/memory-store.ts';
import type { Personal } from '../ports/personal.ts';
import type { AfterRestore } from '../storage/restore.ts';
import type { Route } from '../web/routes.ts';
import type { WatchedChannelStates } from './channel-states.ts';
import type { channelSections, OpenChannels } from './channels.ts';
import type { CheckTokens } from './check-tokens.ts';
import type { GroundConfig } from './ground-sections.ts';
import type { OpenHomeserver } from './homeserver/open-homeserver.ts';
import type { Database, Runtime } from './open-database.ts';
import type { PlaceStates } from './place-states.ts';
import type { ShutdownGroup } from './shutdown-group.ts';
import type { Steps } from './steps/watch-steps.ts';

/** The sections that every part may read: those of the ground and of the channels. */
export type SharedConfig = GroundConfig & ConfigOf<typeof channelSections>;

/** Why a part needs another section, by the name of that section. */
export type Needs = { readonly [Name in keyof SharedConfig]?: string };

/**
 * What a part reads of the file: the section of its name and the shared ones that it needs, which are never undefined, its other
 * sections, and the other shared ones.
 */
export type PartConfig<
  Named extends string,
  Own extends Sections,
  Needed extends keyof SharedConfig = never,
> = SharedConfig &
  Omit<ConfigOf<Own>, Named> & {
    readonly [Name in Needed]-?: NonNullable<SharedConfig[Name]>;
  } & { readonly [Name in Named & keyof Own]: NonNullable<ConfigOf<Own>[Name]> };

/** The ground as a part sees it: what every Porter has. */
export interface Ground {
  readonly runtime: Runtime;
  readonly database: Database;
  /** The configured channels, open. */
  readonly channels: OpenChannels;
  /** Returns the open homeserver. Throws if none is configured, so a part that calls this lists `homeserver` in `needs`. */
  homeserver(): OpenHomeserver;
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
  /** Keeps the Matrix events that a part hears in the inbox. Resolves with the number of new ones. */
  keepEvents(events: readonly unknown[]): Promise<number>;
}

/** What the steps of a part need to look at the outside without changing it. */
export interface Looking {
  readonly runtime: Runtime;
  /** Undefined if no homeserver is configured. */
  readonly homeserver: LookedAtHomeserver | undefined;
}

export interface LookedAtHomeserver {
  readonly needs: StepNeeds;
  readonly directory: Directory;
  /** What Porter remembers; empty where the database cannot be opened. */
  readonly memory: Pick<MemoryStore, 'recall'>;
}

/** The steps of a part: what must be right before it can do its work. */
export interface PartSteps {
  readonly groups: readonly StepGroup[];
  /** Checks that only `porter check` runs, each once the step that it names is right. */
  readonly checks?: readonly CheckAfter[];
}

/** What a part says of its jobs to the people who look after the outbox. */
export interface PartJobs {
  /** Kinds of its jobs, all that it ever adds. */
  readonly kinds: readonly string[];
  /** Places that they are for, besides those of channels. */
  readonly places: readonly string[];
  /** Opens what puts them into words. Called also if the part is not configured, because its jobs may be there. */
  readonly inWords: (database: Database, runtime: Pick<Runtime, 'clock'>) => Promise<JobsInWords>;
}

/** The options of `porter check`, and what the checks of a part may use. */
export interface PartCheck {
  readonly loaded: { readonly config: SharedConfig; readonly registrationFile: RegistrationFile | undefined };
  readonly runtime: Runtime;
  /** True: use only this machine's files and database, contact nobody. */
  readonly offline: boolean;
  /** True with `--practice`. */
  readonly practice: boolean;
  /** Recognise a running Porter; undefined without a key file. */
  readonly tokens: CheckTokens | undefined;
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
  /** Hands over what to tell the outbox of bounces. Called once, before the first job. */
  readonly tellBounces?: (bounce: Outbox['bounce']) => void;
  /** Its pages on the public site. */
  readonly pages?: (page: PageContext) => readonly Route[];
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

/**
 * A part: what can be configured or left out as a whole, described for the composition root.
 *
 * @typeParam Config what its functions take: `PartConfig` for one part, `never` for parts in a list
 * @typeParam Opened what `open` resolves with
 * @typeParam Known the same, as the parameter of `steps`; `never` for parts in a list
 */
export interface Part<
  Config = never,
  Own extends Sections = Sections,
  Opened extends OpenPart = OpenPart,
  Known extends OpenPart = never,
> {
  /** The name of the section that turns it on. Its job kinds and steps begin with it. */
  readonly name: string;
  /** Its own sections, which nobody else reads, all optional. Those besides the one of its name turn nothing on, and need that one. */
  readonly sections: Own;
  /** Other sections that it needs, each with the reason: `letters ask for the proof of the address`. */
  readonly needs: Needs;
  /** Other sections that it reads if they are in the file. */
  readonly reads: readonly (keyof SharedConfig)[];
  /** True if it announces something by `Ground.announce`: a route with its name as the origin needs no sender. */
  readonly announces?: boolean;
  /**
   * Finds values that contradict each other or the shared sections. Called only if every value is right by itself.
   *
   * @param announcers names of the parts that announce something, configured or not
   */
  readonly crossCheck?: (config: Config, yaml: YamlFile, announcers: readonly string[]) => Checked;
  /** Returns the addresses that it listens on, besides the site. */
  readonly listening?: (config: Config) => readonly Listening[];
  /**
   * Returns what must be right before it can work: one list for `serve`, which may put things right, and for `porter check`,
   * which only looks.
   *
   * @param opened the open part; undefined in `porter check`
   */
  readonly steps?: (config: Config, looking: Looking, opened?: Known) => PartSteps;
  /** Returns lines of `porter check` in addition to those of the steps. */
  readonly check?: (config: Config, asked: PartCheck) => Promise<readonly CheckLine[]>;
  /** Adapts its tables after a restore. */
  readonly restored?: AfterRestore;
  /**
   * Deletes expired rows. Called once a day, also if the part is not configured, because its rows may be there.
   *
   * @param before epoch milliseconds; newer rows are kept
   */
  readonly tidy?: (database: Database, before: number) => Promise<void>;
  /** What its jobs are called; undefined for a part that adds none. */
  readonly jobs?: PartJobs;
  /** Says where a person stands in its tables. Called also if the part is not configured, because its rows may be there. */
  readonly personal?: (database: Database) => Personal;
  /** Opens the part. Sends nothing and does not listen before `start`. Throws `Fault` for what prevents a start. */
  readonly open: (config: Config, ground: Ground) => Promise<Opened>;
}

/** Defines a part; infers the type of its configuration from its own sections and those that it needs. */
export const definePart = <
  const Named extends string,
  const Own extends Sections,
  const Needed extends Needs,
  Opened extends OpenPart,
>(
  part: Part<PartConfig<Named, Own, keyof Needed & keyof SharedConfig>, Own, Opened, Opened> & {
    readonly name: Named;
    readonly needs: Needed;
  },
): Part<PartConfig<Named, Own, keyof Needed & keyof SharedConfig>, Own, Opened, Opened> => part;
