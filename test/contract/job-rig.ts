import type { AttemptEnd, LeaseAsk, LeasedJob } from '../../src/outbox/ports/job-store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { NOW } from './samples.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const ask = (over: Partial<LeaseAsk> = {}): LeaseAsk => ({
  dueUntil: NOW,
  expiredUntil: NOW,
  limit: 16,
  now: NOW,
  leaseMs: HOUR,
  except: [],
  ...over,
});
export const lease = async ({ jobs }: Storage, over: Partial<LeaseAsk> = {}) => (await jobs.lease(ask(over))).jobs;
export const keys = (jobs: readonly { readonly key: string }[]) => jobs.map(({ key }) => key);
export const finish = ({ jobs }: Storage, done: readonly LeasedJob[], end: AttemptEnd = { kind: 'done' }, now = NOW) =>
  jobs.finishAttempts(
    done.map(({ id, attempt }) => ({ id, attempt, end })),
    now,
  );
export const failed = (dueAt: number, unknown = false): AttemptEnd => ({
  kind: 'failed',
  dueAt,
  unknown,
  code: 'test.down',
});
export const later = (dueAt?: number, unknown = false): AttemptEnd => ({
  kind: 'later',
  dueAt,
  unknown,
  code: undefined,
});
export const stateOf = async ({ desk }: Storage, key: string) =>
  (await desk.list({ limit: 1_000 })).find((job) => job.key === key)?.state;
