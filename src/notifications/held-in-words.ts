import type { JobPayload } from '../outbox/job.ts';
import { readDelivery } from './rules/jobs.ts';
import { endOfQuiet } from './rules/quiet-hours.ts';

/** A delivery that waits. */
export interface WaitingDelivery {
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** Undefined if it cannot be read. */
  readonly payload: JobPayload | undefined;
}

/**
 * Says what holds a delivery back, `held until 07:00 (quiet hours of night)` or `collected for the digest of night`; undefined if
 * nothing does. In English.
 */
export function heldInWords({ dueAt, payload }: WaitingDelivery, now: number): string | undefined {
  const { quiet, digest } = (payload && readDelivery({ payload })) ?? {};
  if (digest !== undefined) return `collected for the digest of ${digest}`;
  if (quiet === undefined || dueAt <= now || endOfQuiet(quiet, dueAt - 1) !== dueAt) return undefined;
  return `held until ${quiet.until} (quiet hours of ${quiet.of})`;
}
