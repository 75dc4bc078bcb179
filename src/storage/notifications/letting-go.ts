import { type Kysely, sql } from 'kysely';
import type { LetGo, LettingGo } from '../../notifications/ports/letting-go.ts';
import { jobKinds } from '../../notifications/settings.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { DropJobs } from '../outbox/drop-jobs.ts';
import { lockJobs } from '../outbox/lock-jobs.ts';
import { searchJobs } from '../outbox/search-jobs.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Writer } from '../shared/write.ts';
import { takeFromFolds } from './take-from-folds.ts';
import { searchFor, type TheirJob, theirJobs } from './their-jobs.ts';
import { exactly, isOf, type Whose } from './whose.ts';

/** Jobs per transaction, few enough that other writers hardly wait. */
const STEP = 500;

export interface LettingGoNeeds extends Writer {
  readonly db: Kysely<Tables>;
  readonly facts: DialectFacts;
  readonly dropJobs: DropJobs;
}

export function makeLettingGo({ db, facts, write, writeAndTell, dropJobs }: LettingGoNeeds): LettingGo {
  const isIdle = ({ row }: TheirJob): boolean => row.state !== 'leased';

  async function search(to: LetGo): Promise<Whose & { readonly jobs: readonly number[] }> {
    const whose = exactly(to);
    return { ...whose, jobs: (await searchJobs(db, searchFor(whose), facts)).seqs };
  }

  async function letGoSome(tx: Tx, some: Whose & { readonly jobs: readonly number[] }, now: number): Promise<number> {
    await lockJobs(tx, some.jobs, facts);
    const folds = (await theirJobs(tx, some, jobKinds.fold)).filter(isIdle);
    const corrections = (await theirJobs(tx, some, jobKinds.correct)).filter(isIdle);
    const digests = await withoutCollected(tx, (await theirJobs(tx, some, jobKinds.digest)).filter(isIdle));
    const over = [...(await takeFromFolds(tx, folds, some)), ...corrections, ...digests];
    await dropJobs(
      tx,
      over.map(({ row }) => row.seq),
      now,
    );
    return folds.length;
  }

  /** Digests for which nothing is collected any more. */
  async function withoutCollected(tx: Tx, digests: readonly TheirJob[]): Promise<readonly TheirJob[]> {
    const empty: TheirJob[] = [];
    for (const digest of digests) {
      const collected = await tx
        .selectFrom('jobs')
        .select('seq')
        .where('state', '=', sql.lit('collected'))
        .where('waits_for', '=', String(digest.payload['collection']))
        .limit(1)
        .execute();
      if (collected.length === 0) empty.push(digest);
    }
    return empty;
  }

  return {
    countFolds: async (to) => (await theirJobs(db, await search(to), jobKinds.fold)).filter(isIdle).length,

    async letGo(to, now) {
      const { jobs, ...whose } = await search(to);
      let folds = 0;
      for (let from = 0; from < jobs.length; from += STEP) {
        folds += await writeAndTell((tx) => letGoSome(tx, { ...whose, jobs: jobs.slice(from, from + STEP) }, now));
      }
      await write(async (tx) => {
        await tx
          .deleteFrom('shown_messages')
          .where(isOf<'shown_messages'>(whose, 'name', ['', ':%']))
          .execute();
        await tx
          .deleteFrom('told_in_digests')
          .where(isOf<'told_in_digests'>(whose, 'name', ['', ':%']))
          .execute();
      });
      return folds;
    },
  };
}
