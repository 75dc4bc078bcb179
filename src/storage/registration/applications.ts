import type { Kysely } from 'kysely';
import { DAY } from '../../kernel/clock.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import type {
  ApplicationStore,
  Change,
  MakeApplication,
  SaveResult,
} from '../../registration/ports/application-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import { lockCounter, nextOf } from '../shared/counters.ts';
import { prepareRows } from '../shared/prepared.ts';
import { shareCommit } from '../shared/share-commit.ts';
import type { Tables } from '../shared/tables.ts';
import { RollBack, type Tx, type Writer } from '../shared/write.ts';
import { applicationAudit } from './application-audit.ts';
import { applicationRow, type OwnRow } from './application-document.ts';
import { type BatchReads, batchReads } from './batch-reads.ts';
import { makeChangeProof } from './change-proof.ts';
import { endChosenPassword, keepChosenPassword, replaceChosenPassword } from './chosen-passwords.ts';
import { updateClaims } from './claims.ts';
import { countingLetters } from './count-letters.ts';
import { makeFindApplications, teamLoad } from './find-applications.ts';
import { endLinks, keepLinks, spendLink } from './links.ts';
import { addProof, freshProof, lockProof, writeProof } from './proofs.ts';
import { giveToTeam, leaveLine, updateApplication } from './update-application.ts';

export interface ApplicationParts extends Writer {
  readonly db: Kysely<Tables>;
  readonly facts: DialectFacts;
  readonly addJobs: AddJobs;
  readonly now: () => number;
}

const insert = prepareRows<{ readonly [Column in keyof OwnRow]: OwnRow[Column] }>(
  (on, rows) =>
    on
      .insertInto('applications')
      .values([...rows])
      .onConflict((conflict) => conflict.column('id').doNothing()),
  [
    ...(['id', 'short_id', 'version', 'stage', 'entry', 'round', 'created_at', 'since'] as const),
    ...(['localpart', 'address_hash', 'email_domain', 'document'] as const),
  ],
);

/** Forms that come at once wait a moment for each other: a commit costs more than all else that is written for one form. */
const TURNS = 4;

export function makeApplicationStore({
  db,
  write,
  writeAndTell,
  facts,
  addJobs: addAnyJobs,
  now,
}: ApplicationParts): ApplicationStore {
  const addJobs = countingLetters(addAnyJobs);

  /** Writes everything of a change except the application itself. */
  async function writeRest(tx: Tx, { next, jobs, audit, links = [], voids = [], proof }: Change): Promise<void> {
    await endLinks(tx, next.id, voids);
    await keepLinks(tx, links);
    if (proof !== undefined) {
      const before = await lockProof(tx, facts, next.id);
      if (before !== undefined) await writeProof(tx, { ...before, ...proof });
    }
    await applicationAudit.add(tx, audit);
    await addJobs(tx, jobs, now());
  }

  async function committed(work: (tx: Tx) => Promise<SaveResult>): Promise<SaveResult> {
    const result = await writeAndTell(async (tx) => {
      const saved = await work(tx);
      if (saved !== 'saved') throw new RollBack(saved);
      return saved;
    });
    if (result === 'saved') crashPoint('application.afterCommit');
    return result;
  }

  /** Under the lock of the caps, so that nobody else takes the same place. */
  async function teamTakes(tx: Tx, id: string, team: NonNullable<Change['team']>): Promise<boolean> {
    await lockCounter(tx, facts, 'short-id');
    if (!team.fits(await teamLoad(tx, team.at - DAY, team.domain, team.most))) return false;
    await giveToTeam(tx, id, team);
    return true;
  }

  async function createOne(tx: Tx, make: MakeApplication<string>, reads: BatchReads): Promise<string> {
    // First: on PostgreSQL its row keeps other transactions from counting before this one is kept.
    const shortId = await nextOf(tx, 'short-id');
    const made = await make(shortId, reads);
    if (typeof made === 'string') return made;
    const { proof, ...change } = made;
    const { next } = change;
    if ((await insert(tx, [applicationRow(next)])) === 0) return 'made-before';
    reads.add(next);
    await addProof(tx, { ...freshProof(next.id), ...proof });
    if (made.passwordHash !== undefined) await keepChosenPassword(tx, next.id, made.passwordHash);
    await writeRest(tx, change);
    return 'saved';
  }

  /** Creates all in one commit. When one is refused nothing is kept, and that refusal is the only result. */
  const createAll = (asked: readonly MakeApplication<string>[]): Promise<readonly string[]> =>
    writeAndTell(async (tx) => {
      const results: string[] = [];
      const reads = batchReads(tx);
      for (const each of asked) {
        const result = await createOne(tx, each, reads);
        if (result !== 'saved') throw new RollBack([result]);
        results.push(result);
      }
      return results;
    });

  const create = shareCommit(createAll, TURNS);

  return {
    ...makeFindApplications(db),

    async create<Why extends string>(make: MakeApplication<Why>) {
      const created = await create(make);
      if (created === 'saved') crashPoint('application.afterCommit');
      // A string that `make` returned comes back as it was.
      return created as 'saved' | 'made-before' | Why;
    },

    save: (change) =>
      committed(async (tx) => {
        const { next, audit, spends, team, leavesLine } = change;
        if (!(await updateApplication(tx, next))) return 'stale';
        if (spends !== undefined && !(await spendLink(tx, spends, audit.at))) return 'link-used';
        const refused = await updateClaims(tx, next);
        if (refused !== undefined) return refused;
        if (team !== undefined && !(await teamTakes(tx, next.id, team))) return 'team-full';
        if (leavesLine !== undefined) await leaveLine(tx, next.id, leavesLine, now());
        await endChosenPassword(tx, next);
        await writeRest(tx, change);
        return 'saved';
      }),

    changeProof: makeChangeProof({ writeAndTell, facts, addJobs, now }),
    keepPasswordHash: (id, hash) => write((tx) => replaceChosenPassword(tx, facts, id, hash)),
    keepLink: (link) => write((tx) => keepLinks(tx, [link])),
    addAudit: (entry) => write((tx) => applicationAudit.add(tx, entry)),
  };
}
