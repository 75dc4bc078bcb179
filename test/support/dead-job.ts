import assert from 'node:assert/strict';
import type { Storage } from '../../src/storage/storage.ts';

/** Makes one job that is due a dead letter, as a fault that lasts does. Other due jobs go back as they were. */
export async function makeDead({ jobs }: Pick<Storage, 'jobs'>, id: string, now: number): Promise<void> {
  const due = { dueUntil: Number.MAX_SAFE_INTEGER, expiredUntil: 0, limit: 1_000, now, leaseMs: 1_000, except: [] };
  const leased = (await jobs.lease(due)).jobs;
  assert.ok(leased.some((job) => job.id === id));
  await jobs.finishAttempts(
    leased.map((job) => ({
      ...{ id: job.id, attempt: job.attempt },
      end:
        job.id === id
          ? ({ kind: 'dead', code: 'test.refused', unknown: false } as const)
          : ({ kind: 'later', dueAt: undefined, unknown: false, code: undefined } as const),
    })),
    now,
  );
}
