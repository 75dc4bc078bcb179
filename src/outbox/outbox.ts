import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { JobHandler } from './job.ts';
import type { JobStore } from './ports.ts';

export interface OutboxLimits {
  /** Handlers at work at the same time. Default 16. */
  readonly inFlight: number;
  /** One attempt, in milliseconds; then its signal aborts. Default 60 s. */
  readonly attemptMs: number;
  /** Wait of `stop` for running handlers, in milliseconds. Default 20 s. */
  readonly stopMs: number;
}

export interface OutboxNeeds {
  readonly store: JobStore;
  /** By `kind`. A job of another kind is parked. */
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Partial<OutboxLimits>;
}

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
