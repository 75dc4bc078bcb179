import type { RegistrationFile } from '../config/registration-file.ts';
import type { Checked, ConfigOf, Listening, Sections } from '../config/shape.ts';
import type { YamlFile } from '../config/yaml-file.ts';
import type { Measurement } from '../doors/operations/metrics.ts';
import type { PageContext } from '../doors/site/context.ts';
import type { Directory } from '../homeserver/directory.ts';
import type { StepNeeds } from '../homeserver/step-needs.ts';
import type { InboxKeeper } from '../inbox/item.ts';
import type { InboxSource } from '../inbox/open-inbox.ts';
import type { CheckAfter, CheckLine } from '../kernel/check-line.ts';
import type { Gate } from '../kernel/gate.ts';
import type { RoomId } from '../kernel/matrix-id.ts';
import type { StepGroup } from '../kernel/step.ts';
import type { JobHandler } from '../outbox/job.ts';
import type { Outbox, PlaceNeeds } from '../outbox/outbox.ts';
import type { Personal } from '../ports/personal.ts';
import type { AfterRestore } from '../storage/restore.ts';
import type { Route } from '../web/routes.ts';
import type { channelSections, OpenChannels } from './channels.ts';
import type { CheckTokens } from './check-tokens.ts';
import type { GroundConfig } from './ground-sections.ts';
import type { OpenHomeserver } from './homeserver/open-homeserver.ts';
import type { Database, Runtime } from './open-database.ts';
import type { ShutdownGroup } from './shutdown-group.ts';
import type { Steps } from './steps/watch-steps.ts';

/** Sections that every part may read: those of the ground and of the channels. */
export type SharedConfig = GroundConfig & ConfigOf<typeof channelSections>;

/** Why a section must stand beside a part. */
export type Needs = { readonly [Name in keyof SharedConfig]?: string };

/** What a part reads of the file: the shared sections, those that it needs among them for certain, and its own. */
export type PartConfig<Own extends Sections, Needed extends keyof SharedConfig = never> = SharedConfig & {
  readonly [Name in Needed]-?: NonNullable<SharedConfig[Name]>;
} & { readonly [Name in keyof Own]: NonNullable<ConfigOf<Own>[Name]> };

/** What every Porter has, as a part gets it. */
export interface Ground {
  readonly runtime: Runtime;
  readonly database: Database;
  /** Ways out to people that are configured. */
  readonly channels: OpenChannels;
  /** Throws where the configuration has no homeserver: a part that asks for it names `homeserver` in `needs`. */
  homeserver(): OpenHomeserver;
  /** May this process change anything outside? The outbox asks it by itself. */
  readonly gate: Gate;
  /** How everything stands that must be right. There once every part is open, so ask it while you work, not in `open`. */
  steps(): Steps;
  /** Keeps those Matrix events in the inbox that a part hears; resolves with how many were new. */
  keepEvents(events: readonly unknown[]): Promise<number>;
}

/** What looks at the outside without changing it. */
export interface Looking {
  readonly runtime: Runtime;
  /** Undefined where no homeserver is configured. */
  readonly homeserver: { readonly needs: StepNeeds; readonly directory: Directory } | undefined;
}

/** What must be right before a part can do its work. */
export interface PartSteps {
  readonly groups: readonly StepGroup[];
  /** What only `porter check` asks, once the step of that name is right. */
  readonly checks?: readonly CheckAfter[];
}

/** What `porter check` was asked for, and what a part may use for it. */
export interface PartCheck {
  readonly loaded: { readonly config: SharedConfig; readonly registrationFile: RegistrationFile | undefined };
  readonly runtime: Runtime;
  /** Asks nobody outside this machine's files and database. */
  readonly offline: boolean;
  /** `--practice` */
  readonly practice: boolean;
  /** By which a running Porter is recognised; undefined without a key file. */
  readonly tokens: CheckTokens | undefined;
}

/** What runs once all parts are open. */
export interface AtWork {
  /** Whatever is added here is closed first, all of it at once. */
  readonly running: ShutdownGroup;
  readonly outbox: Outbox;
  readonly inbox: InboxKeeper;
}

/** A part that is open, as it is to the ground. Whatever it leaves out, it has nothing of. */
export interface OpenPart {
  /** By kind of job; kinds begin with the part's name: `registration.send-letter`. */
  readonly handlers?: Readonly<Record<string, JobHandler>>;
  /** Which other places its jobs' places need. */
  readonly placeNeeds?: PlaceNeeds;
  /** By source of inbox items, e.g. `matrix`. */
  readonly hears?: Readonly<Record<string, InboxSource>>;
  /** Is this a Matrix room whose events it hears? */
  readonly hearsRoom?: (room: RoomId) => boolean;
  /** Its pages on the public site. */
  readonly pages?: (page: PageContext) => readonly Route[];
  /** Figures for `/metrics`. Never labelled by person, room or address. */
  readonly measure?: () => readonly Measurement[];
  /** Deletes what is past its time; once a day. @param before epoch milliseconds: nothing younger is touched */
  readonly tidy?: (before: number) => Promise<void>;
  /** Opens its ways in and begins its rounds. Resolves with the ports that it listens on, by name. */
  readonly start?: (work: AtWork) => Promise<Readonly<Record<string, number | undefined>>>;
  /** Lets go of what `open` took, after everything that `start` began has ended. */
  readonly close?: () => Promise<void>;
}

/**
 * What can be configured or left out as a whole, as it is to the centre.
 *
 * @typeParam Config what its functions are given: `PartConfig` for those of one part, `never` where parts stand in a list
 * @typeParam Opened what `open` resolves with
 * @typeParam Known the same, as `steps` takes it; `never` where parts stand in a list
 */
export interface Part<
  Config = never,
  Own extends Sections = Sections,
  Opened extends OpenPart = OpenPart,
  Known extends OpenPart = never,
> {
  /** The name of its section, and what its job kinds and steps begin with. */
  readonly name: string;
  /** Its own sections, all optional: it is configured when one of them stands in the file. */
  readonly sections: Own;
  /** Sections that must stand beside it, each with the reason: `letters ask for the proof of the address`. */
  readonly needs: Needs;
  /** Further sections that it reads where they stand. */
  readonly reads: readonly (keyof SharedConfig)[];
  /** Finds values that do not fit each other or the shared ones. Called only when every value is right by itself. */
  readonly crossCheck?: (config: Config, yaml: YamlFile) => Checked;
  /** Where it listens, beside the site. */
  readonly listening?: (config: Config) => readonly Listening[];
  /**
   * What must be right before it can work: one list for `serve`, which may put things right, and for `porter check`, which only
   * looks.
   *
   * @param opened the open part; undefined for a check
   */
  readonly steps?: (config: Config, looking: Looking, opened?: Known) => PartSteps;
  /** Lines of `porter check` beside the steps. */
  readonly check?: (config: Config, asked: PartCheck) => Promise<readonly CheckLine[]>;
  /** What a restore means for its tables. */
  readonly restored?: AfterRestore;
  /** Where a person stands in its tables. Asked also where it is not configured, because its rows may be there. */
  readonly personal?: (database: Database) => Personal;
  /** Opens it; nothing is sent and nobody is let in before `start`. Throws `Fault` for what stops the start. */
  readonly open: (config: Config, ground: Ground) => Promise<Opened>;
}

/** Says of a part what its configuration is, from its own sections and from what it needs. */
export const definePart = <const Own extends Sections, const Needed extends Needs, Opened extends OpenPart>(
  part: Part<PartConfig<Own, keyof Needed & keyof SharedConfig>, Own, Opened, Opened> & { readonly needs: Needed },
): Part<PartConfig<Own, keyof Needed & keyof SharedConfig>, Own, Opened, Opened> => part;
