import type { Kysely } from 'kysely';
import { jobKinds } from '../../notifications/settings.ts';
import type { JobPayload } from '../../outbox/job.ts';
import { parsePayload, type StoredJob } from '../outbox/job-rows.ts';
import type { JobSearch } from '../outbox/search-jobs.ts';
import type { Tables } from '../shared/tables.ts';
import { isOf, type Whose } from './whose.ts';

/** A job that holds something of somebody, and what it holds. */
export interface TheirJob {
  readonly row: StoredJob;
  readonly payload: JobPayload;
}

type Concerns = (whose: Whose, job: TheirJob) => boolean;

const goesThere: Concerns = ({ isMeant }, { row, payload }) => isMeant(row.place, payload['address']);

/** How jobs say whom they concern, by kind. */
const concerns: Readonly<Record<string, Concerns>> = {
  /** Deliveries, waiting, held, at work or given up. */
  [jobKinds.deliver]: goesThere,
  /** Corrections of earlier ones. */
  [jobKinds.correct]: goesThere,
  /** What will tell of everything collected. */
  [jobKinds.digest]: ({ isMeant }, { payload }) => isMeant(payload['channel'], payload['address']),
  /** What will tell several people of what came again or too often. */
  [jobKinds.fold]: (whose, { payload }) => theirsIn(payload, whose).length > 0,
  /** What they wrote and no room shows yet. */
  [jobKinds.showRemark]: ({ isMeant }, { payload: { channel, person, address } }) =>
    isMeant(channel, person) || isMeant(channel, address),
};

/** Finds the jobs that concern these addresses. Folds and remarks are read one by one: their destinations say nothing of whom they concern. */
export const searchFor = (whose: Whose): JobSearch => ({
  among: (eb) =>
    eb.or([
      eb('kind', 'in', [jobKinds.fold, jobKinds.showRemark]),
      isOf<'jobs'>(whose, 'queue', ['_ ', ''])(eb),
      isOf<'jobs'>(whose, 'queue', ['_ clock:', ''])(eb),
    ]),
  // Somebody else's address may have the same destination.
  isMeant: (row, payload) => concerns[row.kind]?.(whose, { row, payload }) ?? false,
});

/** Rows per statement. */
const STEP = 500;

/** Those of the jobs that are of these kinds and still concern them. @param seqs where they were found */
export async function theirJobs(
  on: Kysely<Tables>,
  { jobs: seqs, ...whose }: Whose & { readonly jobs: readonly number[] },
  ...kinds: readonly string[]
): Promise<readonly TheirJob[]> {
  const found: TheirJob[] = [];
  for (let from = 0; from < seqs.length; from += STEP) {
    const some = seqs.slice(from, from + STEP);
    const rows = on.selectFrom('jobs').selectAll().where('seq', 'in', some).where('kind', 'in', kinds).orderBy('seq');
    for (const row of await rows.execute()) {
      const payload = parsePayload(row.payload);
      if (payload !== undefined && concerns[row.kind]?.(whose, { row, payload })) found.push({ row, payload });
    }
  }
  return found;
}

/** The addresses that a fold will tell. The cast is safe: only `foldJob` writes them. */
const reachedIn = ({ addresses }: JobPayload): readonly JobPayload[] =>
  Array.isArray(addresses) ? (addresses as readonly JobPayload[]) : [];

/** Those of them that are meant. */
export const theirsIn = (fold: JobPayload, { isMeant }: Whose): readonly JobPayload[] =>
  reachedIn(fold).filter(({ channel, address }) => isMeant(channel, address));

/** Those of them that are not. */
export const othersIn = (fold: JobPayload, { isMeant }: Whose): readonly JobPayload[] =>
  reachedIn(fold).filter(({ channel, address }) => !isMeant(channel, address));
