import type { Kysely } from 'kysely';
import type { Acceptance, Accepting, KeptDelivery, NotificationStore, RequestKey } from '../../notifications/ports.ts';
import { placeOf } from '../../outbox/ports.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import { jobView, type StoredJob } from '../outbox/job-rows.ts';
import { deleteInSteps } from '../shared/delete-in-steps.ts';
import { prepare, prepareList } from '../shared/prepared.ts';
import { shareCommit } from '../shared/share-commit.ts';
import type { RequestKeyRow, Tables } from '../shared/tables.ts';
import type { Tx, Writer } from '../shared/write.ts';

/** Deliveries looked for at once; few notifications have more. */
const PAGE = 64;

const KEPT: Acceptance = { kind: 'kept' };

type KeyRow = { [Column in keyof RequestKeyRow]: RequestKeyRow[Column] };

export interface NotificationTableNeeds extends Writer {
  readonly db: Kysely<Tables>;
  readonly addJobs: AddJobs;
}

export function makeNotificationTable({ db, write, writeAndTell, addJobs }: NotificationTableNeeds) {
  const insertKey = prepare<KeyRow & { forgotten: number }, unknown>((on, at) =>
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
          .where('request_keys.at', '<', at.of('forgotten')),
      ),
  );
  const jobsOf = prepareList<string, Record<never, never>, StoredJob>((on, keys) =>
    on.selectFrom('jobs').selectAll().where('slot', 'in', keys),
  );

  /** Undefined if the key is new, or so old that it is forgotten. Its row is there then. */
  async function knownKey(tx: Tx, { key, ids, at }: Accepting): Promise<Acceptance | undefined> {
    if (key === undefined) return undefined;
    const name = nameOf(key);
    const { digest, life } = key;
    const row = { name, digest, ids: JSON.stringify(ids), at, forgotten: at - life };
    if ((await insertKey(tx, row)).numAffectedRows === 1n) return undefined;
    const known = await tx.selectFrom('request_keys').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
    // The cast is safe: only this function writes ids.
    return known.digest === digest ? { kind: 'repeated', ids: JSON.parse(known.ids) as string[] } : { kind: 'other' };
  }

  return {
    accept: shareCommit((asked: readonly Accepting[]) =>
      writeAndTell(async (tx) => {
        const acceptances: Acceptance[] = [];
        const fresh: Accepting[] = [];
        for (const one of asked) {
          const known = await knownKey(tx, one);
          acceptances.push(known ?? KEPT);
          if (known === undefined) fresh.push(one);
        }
        const [first] = fresh;
        if (first !== undefined) {
          await addJobs(
            tx,
            fresh.flatMap(({ jobs }) => jobs),
            first.at,
          );
        }
        return acceptances;
      }),
    ),

    async deliveries(keyOf) {
      const found: StoredJob[] = [];
      for (let from = 0; ; from += PAGE) {
        const keys = Array.from({ length: PAGE }, (_, index) => keyOf(from + index));
        const { rows } = await jobsOf(db, keys, {});
        const byKey = new Map(rows.map((row) => [row.key, row]));
        found.push(...keys.flatMap((key) => byKey.get(key) ?? []));
        if (rows.length < PAGE) return found.map(keptDelivery);
      }
    },

    async tidy(before: number) {
      const old = db.selectFrom('request_keys').select('name').where('at', '<', before);
      await deleteInSteps((step) =>
        write((tx) => tx.deleteFrom('request_keys').where('name', 'in', old.limit(step)).executeTakeFirst()),
      );
    },
  } satisfies NotificationStore & { tidy(before: number): Promise<void> };
}

/** A sender's name has no blank in it. */
const nameOf = ({ sender, key }: RequestKey): string => `${sender} ${key}`;

function keptDelivery(row: StoredJob): KeptDelivery {
  const { destination, state, code, receipt, attempt, createdAt, doneAt } = jobView(row);
  return {
    ...{ channel: placeOf(destination), state, code, words: receipt?.words, attempts: attempt },
    ...{ acceptedAt: createdAt, doneAt },
  };
}
