import type { NewJob } from '../../outbox/job.ts';
import type { JobKind } from '../../registration/rules/jobs.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import { prepareRows } from '../shared/prepared.ts';

const LETTER: JobKind = 'registration.send-letter';
const DESTINATION = 'email:';

const insert = prepareRows<{ address_hash: string; at: number }>(
  (on, rows) => on.insertInto('letters').values([...rows]),
  ['address_hash', 'at'],
);

/**
 * Adds jobs and, in the same transaction, one row per letter that asks an address for its proof: the caps limit how many of
 * these anybody can have sent to somebody else's address. Letters of other kinds follow from decisions and are not counted.
 */
export const countingLetters =
  (addJobs: AddJobs): AddJobs =>
  async (tx, jobs, now) => {
    const added = await addJobs(tx, jobs, now);
    const letters = added.filter(isCounted);
    await insert(
      tx,
      letters.map(({ destination }) => ({ address_hash: destination.slice(DESTINATION.length), at: now })),
    );
    return added;
  };

const isCounted = ({ kind, lane, destination }: NewJob): boolean =>
  kind === LETTER && lane === 'codes' && destination.startsWith(DESTINATION);
