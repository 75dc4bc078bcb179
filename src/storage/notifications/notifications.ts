import type { Kysely } from 'kysely';
import { placeOf } from '../../kernel/channel-name.ts';
import type { Acceptance, Accepting, RequestKey } from '../../notifications/ports/accepting.ts';
import type { KeptDelivery, NotificationStore } from '../../notifications/ports/notification-store.ts';
import type { RemarkStore } from '../../notifications/ports/remarks.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import { jobView, parsePayload, type StoredJob } from '../outbox/job-rows.ts';
import { deleteInSteps } from '../shared/delete-in-steps.ts';
import { prepare, prepareList } from '../shared/prepared.ts';
import type { RequestKeyRow } from '../shared/rows/notifications.ts';
import { shareCommit } from '../shared/share-commit.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Writer } from '../shared/write.ts';
import { makeTellCollected, TOGETHER } from './collected.ts';
import { makeFold } from './fold.ts';
import { makeRemarkTable } from './remarks.ts';
import { makeOpenSaid, type SaidHere } from './said.ts';
import { makeShownMessageTable } from './shown-messages.ts';

/** Deliveries looked for at once; few notifications have more. */
const PAGE = 64;

type KeyRow = { [Column in keyof RequestKeyRow]: RequestKeyRow[Column] };

export interface NotificationTableNeeds extends Writer {
  readonly db: Kysely<Tables>;
  readonly addJobs: AddJobs;
  readonly facts: DialectFacts;
  readonly now: () => number;
}

export function makeNotificationTable({ db, write, writeAndTell, addJobs, facts, now }: NotificationTableNeeds) {
  const fold = makeFold();
  const openSaid = makeOpenSaid();
  const shown = makeShownMessageTable({ db, write, writeAndTell, addJobs });
  const { tidyRemarks, ...remarks } = makeRemarkTable(db, write);
  const insertKey = prepare<KeyRow & { forgotten: number; ahead: number }, unknown>((on, at) =>
    on
      .insertInto('request_keys')
      .values({ name: at.of('name'), digest: at.of('digest'), ids: at.of('ids'), at: at.of('at') })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet((eb) => ({
            digest: eb.ref('excluded.digest'),
            ids: eb.ref('excluded.ids'),
            at: eb.ref('excluded.at'),
          }))
          // One from far ahead was kept before the clock was set back.
          .where((eb) =>
            eb.or([eb('request_keys.at', '<', at.of('forgotten')), eb('request_keys.at', '>', at.of('ahead'))]),
          ),
      ),
  );
  const jobsOf = prepareList<string, Record<never, never>, StoredJob>((on, keys) =>
    on.selectFrom('jobs').selectAll().where('slot', 'in', keys),
  );

  /** Undefined if the key is new, or so old that it is forgotten. Its row is there then. */
  async function knownKey(tx: Tx, { key, at }: Accepting): Promise<Acceptance | undefined> {
    if (key === undefined) return undefined;
    const name = nameOf(key);
    const { digest, life } = key;
    const row = { name, digest, ids: '[]', at, forgotten: at - life, ahead: at + life };
    if ((await insertKey(tx, row)).numAffectedRows === 1n) return undefined;
    const known = await tx.selectFrom('request_keys').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
    // The cast is safe: only `acceptOne` writes ids.
    return known.digest === digest ? { kind: 'repeated', ids: JSON.parse(known.ids) as string[] } : { kind: 'other' };
  }

  async function acceptOne(tx: Tx, said: SaidHere, asked: Accepting, jobs: NewJob[]): Promise<Acceptance> {
    const known = await knownKey(tx, asked);
    if (known !== undefined) return known;
    const ids: string[] = [];
    for (const fresh of asked.notifications) {
      const fate = await fold.decide(tx, said, fresh, asked.at);
      ids.push(fate.id);
      jobs.push(...fate.jobs);
    }
    if (asked.key !== undefined) {
      await tx
        .updateTable('request_keys')
        .set({ ids: JSON.stringify(ids) })
        .where('name', '=', nameOf(asked.key))
        .execute();
    }
    return { kind: 'kept', ids };
  }

  /** Of a delivery that went out in a digest it says how far that is. */
  async function withDigests(found: readonly StoredJob[]): Promise<readonly KeptDelivery[]> {
    const keyOf = (row: StoredJob) => (row.code === TOGETHER ? jobView(row).receipt?.id : undefined);
    const keys = [...new Set(found.flatMap((row) => keyOf(row) ?? []))];
    const digests = new Map<string, StoredJob>();
    for (let from = 0; from < keys.length; from += PAGE) {
      for (const row of (await jobsOf(db, keys.slice(from, from + PAGE), {})).rows) digests.set(row.key, row);
    }
    return found.map((row) => {
      const digest = digests.get(keyOf(row) ?? '');
      return digest === undefined ? keptDelivery(row) : { ...keptDelivery(digest), acceptedAt: row.created_at };
    });
  }

  return {
    accept: shareCommit((asked: readonly Accepting[]) =>
      writeAndTell(async (tx) => {
        const acceptances: Acceptance[] = [];
        const jobs: NewJob[] = [];
        const at = asked[0]?.at ?? 0;
        const said = await openSaid(
          tx,
          asked.flatMap(({ notifications }) => notifications).filter(({ same }) => same).length,
          at,
        );
        for (const one of asked) acceptances.push(await acceptOne(tx, said, one, jobs));
        await said.keep();
        await addJobs(tx, jobs, at);
        return acceptances;
      }),
    ),

    shown,
    ...remarks,

    closeFold: (name, until) => write((tx) => fold.close(tx, name, until)),

    tellCollected: makeTellCollected({ writeAndTell, addJobs, facts }),

    async deliveries(keyOf) {
      const found: StoredJob[] = [];
      for (let from = 0; ; from += PAGE) {
        const keys = Array.from({ length: PAGE }, (_, index) => keyOf(from + index));
        const { rows } = await jobsOf(db, keys, {});
        const byKey = new Map(rows.map((row) => [row.key, row]));
        found.push(...keys.flatMap((key) => byKey.get(key) ?? []));
        if (rows.length < PAGE) return withDigests(found);
      }
    },

    async tidy(before: number) {
      const keys = db.selectFrom('request_keys').select('name').where('at', '<', before);
      await deleteInSteps((step) =>
        write((tx) => tx.deleteFrom('request_keys').where('name', 'in', keys.limit(step)).executeTakeFirst()),
      );
      await tidyRemarks(before);
      const said = db.selectFrom('said').select('seq').where('forgotten', '<=', now());
      await deleteInSteps((step) =>
        write((tx) => tx.deleteFrom('said').where('seq', 'in', said.limit(step)).executeTakeFirst()),
      );
      // At most one row per name and ten minutes.
      await write((tx) => tx.deleteFrom('folded').where('until', '<', before).execute());
      await shown.tidy(before);
      await write((tx) => tx.deleteFrom('told_in_digests').where('at', '<', before).execute());
    },
  } satisfies NotificationStore & RemarkStore & { tidy(before: number): Promise<void> };
}

/** A sender's name has no blank in it. */
const nameOf = ({ sender, key }: RequestKey): string => `${sender} ${key}`;

function keptDelivery(row: StoredJob): KeptDelivery {
  const { id, destination, state, code, receipt, attempt, createdAt, dueAt, doneAt, payload } = jobView(row);
  return {
    ...{ id, channel: placeOf(destination), state, code, words: receipt?.words, attempts: attempt },
    ...{ acceptedAt: createdAt, dueAt, doneAt, payload: parsePayload(payload) },
  };
}
