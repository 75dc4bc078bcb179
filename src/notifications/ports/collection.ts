import type { JobPayload, NewJob } from '../../outbox/job.ts';

/** A delivery that was collected for a digest. */
export interface CollectedJob {
  readonly id: string;
  /** Undefined if it cannot be read. */
  readonly payload: JobPayload | undefined;
}

/** What is there of a collection. */
export interface FoundTogether {
  /** The first, oldest first, as many as one digest shows. */
  readonly jobs: readonly CollectedJob[];
  /** How many there are. */
  readonly count: number;
  /** `open` of the digest before. */
  readonly told: readonly string[];
}

/** What becomes of a collection. */
export interface Telling {
  /** What goes out instead. */
  readonly jobs: readonly NewJob[];
  /** What puts earlier messages right. */
  readonly corrections: readonly NewJob[];
  /** The ids of those that nothing tells of. */
  readonly cleared: readonly string[];
  /** What people know to go on after it; kept for the next digest. */
  readonly open: readonly string[];
}
