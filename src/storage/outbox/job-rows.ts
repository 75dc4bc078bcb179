import type { Selectable } from 'kysely';
import { placeOf } from '../../kernel/channel-name.ts';
import { type JobPayload, lanes, type NewJob, type Receipt } from '../../outbox/job.ts';
import type { JobView } from '../../outbox/ports/job-desk.ts';
import type { JobState, LeasedJob } from '../../outbox/ports/job-store.ts';
import type { JobRow } from '../shared/rows/outbox.ts';
import { destinationOf, laneOf, queueOf } from './queues.ts';

export type StoredJob = Selectable<JobRow>;
/** The columns of a new job. The other columns begin as 0 or null. */
export type FreshJob = Pick<
  StoredJob,
  | 'id'
  | 'slot'
  | 'key'
  | 'kind'
  | 'queue'
  | 'place'
  | 'rank'
  | 'state'
  | 'waits_for'
  | 'due_at'
  | 'expires_at'
  | 'created_at'
  | 'once'
  | 'payload'
>;

export function freshRow(job: NewJob, id: string, now: number): FreshJob {
  return {
    id,
    slot: job.key,
    key: job.key,
    kind: job.kind,
    queue: queueOf(job.lane, job.destination),
    place: placeOf(job.destination),
    rank: lanes.indexOf(job.lane),
    state: job.collection === undefined ? 'waiting' : 'collected',
    waits_for: job.collection ?? null,
    due_at: job.dueAt,
    expires_at: job.expiresAt,
    created_at: now,
    once: job.oncePending ? 1 : 0,
    payload: JSON.stringify(job.payload),
  };
}

export const freshColumns: readonly (keyof FreshJob)[] = [
  'id',
  'slot',
  'key',
  'kind',
  'queue',
  'place',
  'rank',
  'state',
  'waits_for',
  'due_at',
  'expires_at',
  'created_at',
  'once',
  'payload',
];

export function parsePayload(text: string): JobPayload | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // Only payloads are written here, so the cast of an object is safe.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JobPayload) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the job of a row; undefined if the row cannot be read, so that it is parked. */
export function leasedJob(row: StoredJob): LeasedJob | undefined {
  const lane = laneOf(row.queue);
  const payload = parsePayload(row.payload);
  const frozen = row.frozen === null ? null : parsePayload(row.frozen);
  if (lane === undefined || payload === undefined || frozen === undefined) return undefined;
  return {
    id: row.id,
    key: row.key,
    kind: row.kind,
    destination: destinationOf(row.queue),
    lane,
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    payload,
    attempt: row.attempt,
    failures: row.failures,
    createdAt: row.created_at,
    firstTriedAt: row.first_tried_at ?? undefined,
    frozen: frozen ?? undefined,
    ...(row.once === 1 ? { oncePending: true } : {}),
  };
}

/** The stored states that people see as `waiting`. */
export const waitingStates = ['waiting', 'behind', 'elsewhere', 'collected'] as const;
const isWaiting = (state: string): boolean => waitingStates.some((each) => each === state);

export function jobView(row: StoredJob): JobView {
  return {
    id: row.id,
    number: row.seq,
    key: row.key,
    kind: row.kind,
    destination: destinationOf(row.queue),
    lane: laneOf(row.queue) ?? 'clean-up',
    // The cast is safe: only this folder writes states.
    state: isWaiting(row.state) ? 'waiting' : (row.state as JobState),
    waitsFor: row.state === 'elsewhere' ? (row.waits_for ?? undefined) : undefined,
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    doneAt: row.done_at ?? undefined,
    attempt: row.attempt,
    failures: row.failures,
    code: row.code ?? undefined,
    // The cast is safe: only this folder writes receipts.
    receipt: row.receipt === null ? undefined : (JSON.parse(row.receipt) as Receipt),
    payload: row.payload,
  };
}
