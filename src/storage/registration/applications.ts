import type { Kysely } from 'kysely';
import { crashPoint } from '../../kernel/crash-point.ts';
import type {
  ApplicationStore,
  Change,
  CreateResult,
  MakeApplication,
  SaveResult,
} from '../../registration/ports/application-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import { nextOf } from '../shared/counters.ts';
import { prepareRows } from '../shared/prepared.ts';
import { shareCommit } from '../shared/share-commit.ts';
import type { ApplicationRow, Tables } from '../shared/tables.ts';
import { RollBack, type Tx, type Writer } from '../shared/write.ts';
import { applicationAudit } from './application-audit.ts';
import { applicationRow } from './application-document.ts';
import { makeChangeProof } from './change-proof.ts';
import { holdName, updateClaims } from './claims.ts';
import { countingLetters } from './count-letters.ts';
import { capReads, makeFindApplications } from './find-applications.ts';
import { endLinks, keepLinks, spendLink } from './links.ts';
import { addProof, freshProof, lockProof, writeProof } from './proofs.ts';
import { updateApplication } from './update-application.ts';

export interface ApplicationParts extends Writer {
  readonly db: Kysely<Tables>;
  readonly facts: DialectFacts;
  readonly addJobs: AddJobs;
  readonly now: () => number;
}

const insert = prepareRows<{ readonly [Column in keyof ApplicationRow]: ApplicationRow[Column] }>(
  (on, rows) => on.insertInto('applications').values([...rows]),
  [
    ...(['id', 'short_id', 'version', 'stage', 'entry', 'round', 'created_at', 'since'] as const),
    ...(['localpart', 'address_hash', 'email_domain', 'document'] as const),
  ],
);

interface NewApplication {
  readonly make: MakeApplication<string>;
  readonly holdUntil: number;
}

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

  async function createOne(tx: Tx, { make, holdUntil }: NewApplication): Promise<string> {
    // First: on PostgreSQL its row keeps other transactions from counting before this one is kept.
    const shortId = await nextOf(tx, 'short-id');
    const made = await make(shortId, capReads(tx));
    if (typeof made === 'string') return made;
    const { proof, ...change } = made;
    const { next, audit } = change;
    await insert(tx, [applicationRow(next)]);
    if (!(await holdName(tx, next, holdUntil, audit.at))) return 'name-claimed';
    await addProof(tx, { ...freshProof(next.id), ...proof });
    await writeRest(tx, change);
    return 'saved';
  }

  /** Creates all in one commit. When one is refused nothing is kept, and that refusal is the only result. */
  const createAll = (asked: readonly NewApplication[]): Promise<readonly string[]> =>
    writeAndTell(async (tx) => {
      const results: string[] = [];
      for (const each of asked) {
        const result = await createOne(tx, each);
        if (result !== 'saved') throw new RollBack([result]);
        results.push(result);
      }
      return results;
    });

  const create = shareCommit(createAll);

  return {
    ...makeFindApplications(db),

    async create<Why extends string>(make: MakeApplication<Why>, holdUntil: number) {
      const created = await create({ make, holdUntil });
      if (created === 'saved') crashPoint('application.afterCommit');
      // A string that `make` returned comes back as it was.
      return created as CreateResult | Why;
    },

    save: (change) =>
      committed(async (tx) => {
        const { next, audit, spends } = change;
        if (!(await updateApplication(tx, next))) return 'stale';
        if (spends !== undefined && !(await spendLink(tx, spends, audit.at))) return 'link-used';
        const refused = await updateClaims(tx, next, audit.at);
        if (refused !== undefined) return refused;
        await writeRest(tx, change);
        return 'saved';
      }),

    changeProof: makeChangeProof({ writeAndTell, facts, addJobs, now }),
    keepLink: (link) => write((tx) => keepLinks(tx, [link])),
    addAudit: (entry) => write((tx) => applicationAudit.add(tx, entry)),
  };
}
