import type { Kysely } from 'kysely';
import { localpartOf } from '../../kernel/matrix-id.ts';
import type { Person, Personal } from '../../ports/personal.ts';
import { openStages } from '../../registration/application.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { makeJobsAbout } from '../outbox/jobs-about.ts';
import type { Queues } from '../outbox/queues.ts';
import { makePersonal } from '../shared/personal-rows.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Write } from '../shared/write.ts';
import { applicationFrom } from './application-document.ts';
import { applicantRows } from './personal/applicant-rows.ts';
import { jobRows } from './personal/job-rows.ts';
import type { PersonKeys } from './personal/keys.ts';
import { memberRows } from './personal/member-rows.ts';

export interface RegistrationPersonalParts {
  readonly db: Kysely<Tables>;
  /** Tells those who wait for jobs, because a job may get its turn when another one is deleted. */
  readonly writeAndTell: Write;
  readonly facts: DialectFacts;
  readonly queues: Pick<Queues, 'callNext'>;
}

/**
 * A person in the tables of registration: as an applicant, and as a member of the team. What Porter posted in the team room is not
 * redacted here. Its rows stay, because a redaction needs them.
 */
export function makeRegistrationPersonal({ db, writeAndTell, facts, queues }: RegistrationPersonalParts): Personal {
  const jobs = makeJobsAbout(facts, queues);

  async function whyNot(tx: Tx, { applications }: PersonKeys): Promise<string | undefined> {
    for (const { id, shortId } of applications) {
      const row = await tx
        .selectFrom('applications')
        .select('stage')
        .where('id', '=', id)
        .$if(facts.rowLocks, (query) => query.forUpdate())
        .executeTakeFirst();
      if (openStages.some((stage) => stage === row?.stage)) return `Application ${shortId} is still open.`;
      if ((await jobs.lock(tx, id)).atWork)
        return `Porter is working on application ${shortId} at this moment; try again in a minute.`;
    }
    return undefined;
  }

  return makePersonal({
    ...{ db, write: writeAndTell, keysOf, whyNot },
    kinds: [...applicantRows, jobRows(jobs), ...memberRows],
  });
}

/**
 * An application is the person's when it led to their account, or has their address or that of one that did. One that only asked
 * for the name of their account may be somebody else's.
 */
async function keysOf(on: Kysely<Tables>, { userId, addressHash }: Person): Promise<PersonKeys> {
  const all = on.selectFrom('applications').selectAll().orderBy('short_id');
  const named = userId === undefined ? [] : await all.where('localpart', '=', localpartOf(userId)).execute();
  const ledToAccount = named.map(applicationFrom).filter((of) => of.userId === userId);
  const hashes = new Set(ledToAccount.map((of) => of.addressHash));
  if (addressHash !== undefined) hashes.add(addressHash);
  const addressHashes = [...hashes];
  if (addressHashes.length === 0) return { userId, addressHashes, applications: [] };
  const rows = await all.where('address_hash', 'in', addressHashes).execute();
  return { userId, addressHashes, applications: rows.map(applicationFrom) };
}
