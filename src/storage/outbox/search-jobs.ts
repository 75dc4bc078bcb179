import { type ExpressionBuilder, type ExpressionWrapper, type Kysely, type SqlBool, sql } from 'kysely';
import type { JobPayload } from '../../outbox/job.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { Tables } from '../shared/tables.ts';
import { parsePayload, type StoredJob } from './job-rows.ts';

/** Rows per page, few enough that what else this process does hardly waits for one. */
const PAGE = 2_000;

/** Which jobs are searched for, of those that are not done. */
export interface JobSearch {
  /** Leaves out in SQL what cannot be meant, so that its content is not read. */
  among(eb: ExpressionBuilder<Tables, 'jobs'>): ExpressionWrapper<Tables, 'jobs', SqlBool>;
  isMeant(row: StoredJob, payload: JobPayload): boolean;
}

/** What a search has found. */
export interface FoundJobs {
  /** Numbers of jobs, ascending. */
  readonly seqs: readonly number[];
  /** Up to which number all jobs were read. */
  readonly until: number;
}

const othersTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const NOT_SEARCHED: FoundJobs = { seqs: [], until: 0 };

/**
 * Finds jobs for which there is no index, because every delivery would pay for one. All are read, in pages by their number, and between
 * pages everything else gets its turn; so it must not run in a transaction.
 */
export async function searchJobs(
  db: Kysely<Tables>,
  search: JobSearch,
  facts: Pick<DialectFacts, 'rowLocks'>,
): Promise<FoundJobs> {
  const settled = await settledUntil(db, facts);
  let found = NOT_SEARCHED;
  for (let more = true; more; await othersTurn()) ({ more, ...found } = await readPage(db, search, found));
  return { seqs: found.seqs.filter((seq) => seq <= settled), until: Math.min(found.until, settled) };
}

/**
 * The number up to which no job can appear any more. PostgreSQL gives a number out before the row is committed, so one that was read past
 * could appear later: those who are adding jobs are waited for, in a lock that ends at once.
 */
async function settledUntil(db: Kysely<Tables>, { rowLocks }: Pick<DialectFacts, 'rowLocks'>): Promise<number> {
  if (!rowLocks) return Number.MAX_SAFE_INTEGER;
  return db.transaction().execute(async (tx) => {
    await sql`lock table jobs in share row exclusive mode`.execute(tx);
    const row = await tx
      .selectFrom('jobs')
      .select(({ fn }) => fn.max<number | null>('seq').as('last'))
      .executeTakeFirstOrThrow();
    return row.last ?? 0;
  });
}

/** Goes on where a search ended, for a transaction: few jobs were added since. */
export async function searchOn(tx: Kysely<Tables>, search: JobSearch, before: FoundJobs): Promise<FoundJobs> {
  let found = before;
  for (let more = true; more; ) ({ more, ...found } = await readPage(tx, search, found));
  return found;
}

async function readPage(on: Kysely<Tables>, { among, isMeant }: JobSearch, { seqs, until }: FoundJobs) {
  const numbers = on.selectFrom('jobs').select('seq').where('seq', '>', until).orderBy('seq').limit(PAGE);
  const { read, last } = await on
    .selectFrom(numbers.as('page'))
    .select(({ fn }) => [fn.countAll<number>().as('read'), fn.max<number | null>('seq').as('last')])
    .executeTakeFirstOrThrow();
  if (last === null) return { more: false, seqs, until };
  const rows = await on
    .selectFrom('jobs')
    .selectAll()
    .where('seq', '>', until)
    .where('seq', '<=', last)
    .where('state', '<>', sql.lit('done'))
    .where(among)
    .orderBy('seq')
    .execute();
  const meant = rows.filter((row) => {
    const payload = parsePayload(row.payload);
    return payload !== undefined && isMeant(row, payload);
  });
  return { more: read === PAGE, seqs: [...seqs, ...meant.map(({ seq }) => seq)], until: last };
}
