/** A job that Porter will not try again by itself. */
export interface GivenUpJob {
  readonly id: string;
  /** The number that people call it by. */
  readonly number: number;
  readonly key: string;
  readonly kind: string;
  /** When it was given up; a job that is tried again by hand can be given up again. Epoch milliseconds. */
  readonly at: number;
  /** What it carries, parsed; undefined when it cannot be read or is cleared. */
  readonly payload: unknown;
}

export interface GivenUpJobs {
  /** All dead letters and parked jobs. Throws `Fault`. */
  all(): AsyncIterable<GivenUpJob>;
}
