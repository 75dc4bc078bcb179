import type { Clock } from '../kernel/clock.ts';
import type { Gate } from '../kernel/gate.ts';
import type { Logger } from '../kernel/log.ts';
import type { HandsPerPlace } from './hands.ts';
import type { JobHandler } from './job.ts';
import type { JobStore } from './ports.ts';

export interface OutboxLimits {
  /** Jobs at work at the same time, per place. */
  readonly hands: HandsPerPlace;
  /** One attempt, in milliseconds; then its signal aborts. Default 60 s. */
  readonly attemptMs: number;
  /** Wait of `stop` for running handlers, in milliseconds. Default 20 s. */
  readonly stopMs: number;
}

export interface OutboxNeeds {
  readonly store: JobStore;
  /** By `kind`. A job of another kind is parked. */
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** Asked before jobs are leased: no job begins unless it says `yes`. */
  readonly gate: Gate;
  readonly placeNeeds?: PlaceNeeds;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Partial<OutboxLimits>;
}

/**
 * By place: the other places without which none of its jobs can be done, e.g. `{ 'team-room': ['homeserver'] }`. While one of
 * these is paused, the place gets no jobs but those that find out whether it works again. What only some jobs of a place need is
 * not listed: such a job finds out by its fault, and waits while the others go on.
 */
export type PlaceNeeds = Readonly<Record<string, readonly string[]>>;

export interface PausedPlace {
  readonly place: string;
  /** Epoch milliseconds. */
  readonly since: number;
  /** Of the fault that paused it. */
  readonly code: string;
  readonly remedy: string | undefined;
}

export interface Outbox {
  /** Look for due jobs now. Cheap; calls are gathered. */
  wake(): void;
  pausedPlaces(): readonly PausedPlace[];
  /** What paused a place may be over: each is tried now instead of after its growing wait. */
  resume(): void;
  /** How late the oldest due job is, in milliseconds; undefined when nothing is late. Throws `Fault`. */
  oldestDueAge(): Promise<number | undefined>;
  /** No new attempt; waits up to 20 s for running handlers, aborts the rest and puts their jobs back: nothing stays leased. */
  stop(): Promise<void>;
}
