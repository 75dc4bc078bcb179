import type { Checked, Listening, Sections } from '../config/shape.ts';
import type { YamlFile } from '../config/yaml-file.ts';
import type { CheckLine } from '../kernel/check-line.ts';
import type { JobsInWords } from '../ports/job-words.ts';
import type { Personal } from '../ports/personal.ts';
import type { AfterRestore } from '../storage/restore.ts';
import type { Database, Runtime } from './open-database.ts';
import type { Ground, OpenPart } from './open-part.ts';
import type { Looking, PartCheck, PartSteps } from './part-checks.ts';
import type { Needs, PartConfig, SharedConfig } from './part-config.ts';

/** What a part says of its jobs to the people who look after the outbox. */
export interface PartJobs {
  /** Kinds of its jobs, all that it ever adds. */
  readonly kinds: readonly string[];
  /** Places that they are for, besides those of channels. */
  readonly places: readonly string[];
  /** Opens what puts them into words. Called also if the part is not configured, because its jobs may be there. */
  readonly inWords: (database: Database, runtime: Pick<Runtime, 'clock'>) => Promise<JobsInWords>;
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
  /** Is it on? Left out: if its section is in the file. */
  readonly isOn?: (config: Config) => boolean;
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
