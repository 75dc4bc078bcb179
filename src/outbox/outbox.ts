import type { Clock } from '../kernel/clock.ts';
import type { Gate } from '../kernel/gate.ts';
import type { Logger } from '../kernel/log.ts';
import type { HandsPerPlace } from './hands.ts';
import type { JobHandler } from './job.ts';
import type { BouncedJob, JobStore } from './ports/job-store.ts';

export interface OutboxLimits {
  /** How many jobs may be at work at the same time, per place. */
  readonly hands: HandsPerPlace;
  /** Longest attempt, in milliseconds; then its signal aborts. Default 60 s. */
  readonly attemptMs: number;
  /** How long `stop` waits for running handlers, in milliseconds. Default 20 s. */
  readonly stopMs: number;
}

export interface OutboxNeeds {
  readonly store: JobStore;
  /** Handlers by `kind`. A job of any other kind is parked. */
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** Checked before jobs are leased: no job begins unless it says `yes`. */
  readonly gate: Gate;
  readonly placeNeeds?: PlaceNeeds;
  readonly onPlace?: OnPlace | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Partial<OutboxLimits>;
}

/**
 * By place: the other places that all of its jobs need, e.g. `{ 'team-room': ['homeserver'] }`. While one of those is paused, the
 * place gets no jobs except probes. Do not list a place that only some jobs need: such a job learns of the pause by its own fault,
 * and waits while the others go on.
 */
export type PlaceNeeds = Readonly<Record<string, readonly string[]>>;

export interface PausedPlace {
  readonly place: string;
  /** Epoch milliseconds. */
  readonly since: number;
  /** Code of the newest fault that showed it out of order. */
  readonly code: string;
  /** What that fault said, one English sentence without a full stop. */
  readonly sentence: string;
  readonly remedy: string | undefined;
  /** True if it may go away by itself, e.g. a server that is down; false if somebody has to mend something. */
  readonly passing: boolean;
}

/**
 * Called each time something new is known of a place: a fault paused it (or prolonged its pause), a job proved that it `works`, or
 * its pause ended without a proof (`unknown`), because no job waits for it.
 */
export type OnPlace = (place: string, state: PausedPlace | 'works' | 'unknown') => void;

export interface Outbox {
  /** Makes the outbox look for due jobs now. Cheap: calls are gathered. */
  wake(): void;
  /**
   * Takes back that a job was done: the service refuses it after it had confirmed it, and the job becomes a dead letter. Does nothing for a
   * job that ended in another way. Kept until it is written, but not beyond `stop`.
   */
  bounce(bounced: BouncedJob): void;
  pausedPlaces(): readonly PausedPlace[];
  /** Tries every paused place now instead of after its growing wait. Call it when something outside has changed. */
  resume(): void;
  /** Returns how late the oldest due job is, in milliseconds; undefined if none is late. Throws `Fault`. */
  oldestDueAge(): Promise<number | undefined>;
  /**
   * Starts no further attempt, waits up to 20 s for running handlers, aborts the rest and puts their jobs back. No job stays
   * leased.
   */
  stop(): Promise<void>;
}
