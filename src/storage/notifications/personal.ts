import type { Kysely } from 'kysely';
import type { Personal } from '../../ports/personal.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { makeEraseJobs } from '../outbox/erase-jobs.ts';
import { lockJobs } from '../outbox/lock-jobs.ts';
import type { Queues } from '../outbox/queues.ts';
import { type FoundJobs, NOT_SEARCHED, searchJobs, searchOn } from '../outbox/search-jobs.ts';
import { makePersonal } from '../shared/personal-rows.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Write } from '../shared/write.ts';
import { heardRows } from './personal/heard-rows.ts';
import { jobRows } from './personal/job-rows.ts';
import { addressesOf, type PersonKeys } from './personal/keys.ts';
import { otherRows } from './personal/other-rows.ts';
import { searchFor } from './their-jobs.ts';

export interface NotificationsPersonalParts {
  readonly db: Kysely<Tables>;
  /** Tells those who wait for jobs, because a job may get its turn when another one is given up. */
  readonly writeAndTell: Write;
  readonly facts: DialectFacts;
  readonly queues: Pick<Queues, 'callNext'>;
  readonly now: () => number;
}

const AT_WORK = 'Porter is sending this person something, or what they wrote, at this moment; try again in a minute.';
/** Rows per statement. */
const STEP = 500;

/**
 * A person in the tables of the relay, which know people by their addresses. Text that only mentions somebody leads to nobody.
 */
export function makeNotificationsPersonal({
  db,
  writeAndTell,
  facts,
  queues,
  now,
}: NotificationsPersonalParts): Personal {
  const needs = { eraseJobs: makeEraseJobs(queues), now };

  /** Locks the person's jobs, so that none begins while they are erased. */
  async function whyNot(tx: Tx, { jobs }: PersonKeys): Promise<string | undefined> {
    for (let from = 0; from < jobs.length; from += STEP) {
      const states = await lockJobs(tx, jobs.slice(from, from + STEP), facts);
      if (states.includes('leased')) return AT_WORK;
    }
    return undefined;
  }

  return makePersonal<PersonKeys, FoundJobs>({
    ...{ db, write: writeAndTell, whyNot },
    search: (person) => searchJobs(db, searchFor(addressesOf(person)), facts),
    async keysOf(on, person, found = NOT_SEARCHED) {
      const keys = addressesOf(person);
      return { ...keys, jobs: (await searchOn(on, searchFor(keys), found)).seqs };
    },
    kinds: [...jobRows(needs), heardRows(needs), ...otherRows],
  });
}
