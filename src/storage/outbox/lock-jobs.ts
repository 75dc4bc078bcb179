import type { DialectFacts } from '../dialects/dialect.ts';
import type { Tx } from '../shared/write.ts';

/** Locks jobs until the transaction ends, so that no lease and no end of an attempt changes them. Returns their states. */
export async function lockJobs(
  tx: Tx,
  seqs: readonly number[],
  { rowLocks }: Pick<DialectFacts, 'rowLocks'>,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('jobs')
    .select('state')
    .where('seq', 'in', seqs)
    .orderBy('seq')
    .$if(rowLocks, (query) => query.forUpdate())
    .execute();
  return rows.map(({ state }) => state);
}
