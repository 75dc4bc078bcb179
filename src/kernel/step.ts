/** What a step found wrong, and the remedy. */
export interface Trouble {
  /** Stable, dotted, e.g. `homeserver.not-admin`, `team-room.not-invited`. */
  readonly code: string;
  /** What is wrong, for operators, one English sentence. */
  readonly sentence: string;
  /** The one next thing to do, complete enough to be typed. */
  readonly remedy: string;
  /** True if it goes away by itself, e.g. a server that is down or slow. What was open before stays open. */
  readonly passing: boolean;
  /** `serve` puts it right by itself with `Step.ensure`, so `porter check` only warns. */
  readonly byItself?: true;
}

/** Puts a trouble into words. */
export type Sentence<Values> = (values: Values) => Pick<Trouble, 'sentence' | 'remedy'>;
/** The sentences of troubles, by code. */
export type Sentences<Values> = Readonly<Record<string, Sentence<Values>>>;

/** Makes the trouble with this code. It needs a person: it does not go away by itself. */
export const troubleOf = <Code extends string, Values>(
  sentences: Readonly<Record<Code, Sentence<Values>>>,
  code: NoInfer<Code>,
  values: Values,
): Trouble => ({ code, ...sentences[code](values), passing: false });

/**
 * One thing that must be right before a part can do its work.
 *
 * `serve` and `porter check` walk the same steps. `check` calls `look`; `serve` calls `ensure` where a step has one, and
 * `look` otherwise. Both resolve with what is wrong, or with undefined. They throw `Fault` if the other side cannot be asked, and
 * stop when `signal` aborts.
 */
export interface Step {
  /** Stable, e.g. `homeserver`, `token`, `team-room`. Unique among all steps. */
  readonly name: string;
  /** The heading of its line in `porter check`, e.g. `team room`. */
  readonly part: string;
  /** Checks the step. Changes nothing, neither here nor outside. */
  look(signal: AbortSignal): Promise<Trouble | undefined>;
  /**
   * Checks the step and puts right what Porter may put right by itself: registers its user, joins the room, claims the
   * homeserver for this database. May be called again and again. `porter check` never calls it.
   */
  ensure?(signal: AbortSignal): Promise<Trouble | undefined>;
  /** Returns what `porter check` prints when `look` found nothing wrong. Leave it out to print nothing. */
  readonly fine?: () => string;
  /**
   * How long `serve` skips this step while its whole group is right, in milliseconds. If left out, every look checks it (at most
   * a minute apart). `Infinity`: skipped until a step of its group is wrong.
   */
  readonly restMs?: number;
}

/** Steps that build on each other, in order: while one is wrong, the later ones wait. Other groups go on. */
export interface StepGroup {
  /** Stable, e.g. `homeserver`. */
  readonly name: string;
  /** Name of the group that must be right first. It comes earlier in the list of groups. */
  readonly after?: string;
  readonly steps: readonly Step[];
}
