/** What is wrong, and the one next step. */
export interface Trouble {
  /** Stable, dotted, e.g. `homeserver.not-admin`, `team-room.not-invited`. */
  readonly code: string;
  /** What is wrong, for operators, one English sentence. */
  readonly sentence: string;
  /** The one next step, complete enough to be typed. */
  readonly remedy: string;
  /** Goes away by itself (a server that is down or slow): whatever was open before stays open. */
  readonly passing: boolean;
  /** `serve` puts it right by itself with `Step.ensure`, so `porter check` only warns. */
  readonly byItself?: true;
}

/** What is wrong and the next step, in words. */
export type Sentence<Values> = (values: Values) => Pick<Trouble, 'sentence' | 'remedy'>;
/** Sentences by the code of their trouble. */
export type Sentences<Values> = Readonly<Record<string, Sentence<Values>>>;

/** The trouble of this code, one that waits for a person. */
export const troubleOf = <Code extends string, Values>(
  sentences: Readonly<Record<Code, Sentence<Values>>>,
  code: NoInfer<Code>,
  values: Values,
): Trouble => ({ code, ...sentences[code](values), passing: false });

/**
 * One thing that must be right before a part can do its work.
 *
 * `serve` and `porter check` walk the same steps. `check` calls `look`; `serve` calls `ensure` where a step has one, and
 * `look` otherwise. Both resolve with what is wrong, or undefined. They throw `Fault` when the other side cannot be asked, and
 * give up when `signal` aborts.
 */
export interface Step {
  /** Stable, e.g. `homeserver`, `token`, `team-room`. Unique among all steps. */
  readonly name: string;
  /** Heading of its line in `porter check`, e.g. `team room`. */
  readonly part: string;
  /** Changes nothing, neither here nor outside. */
  look(signal: AbortSignal): Promise<Trouble | undefined>;
  /**
   * Looks, and puts right what Porter may put right by itself: registers its user, joins the room, claims the homeserver for
   * this database. Repeatable; never called by `porter check`.
   */
  ensure?(signal: AbortSignal): Promise<Trouble | undefined>;
  /** What `porter check` says when nothing is wrong; asked after `look`. Left out: it says nothing then. */
  readonly fine?: () => string;
  /**
   * How long a watching server takes this step for granted while its whole group is right, in milliseconds. Left out, the
   * step is part of every look (at most a minute apart); `Infinity`: taken for granted until a step of its group is wrong.
   */
  readonly restMs?: number;
}

/** Steps that need each other, in order: while one is wrong, the later ones wait. Other groups go on. */
export interface StepGroup {
  /** Stable, e.g. `homeserver`. */
  readonly name: string;
  /** Name of the group that must be right first; it stands earlier in the list. */
  readonly after?: string;
  readonly steps: readonly Step[];
}
