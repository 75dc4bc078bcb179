import type { Kysely, Selectable } from 'kysely';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { FoundSession, SessionStore } from '../../sign-in/ports.ts';
import { deleteInSteps } from '../shared/delete-in-steps.ts';
import type { SignInSessionRow } from '../shared/rows/sign-in.ts';
import type { Tables } from '../shared/tables.ts';
import type { Write } from '../shared/write.ts';

const MOST_LISTED = 100;

export function makeSessionTable({ db, write }: { readonly db: Kysely<Tables>; readonly write: Write }): SessionStore {
  /** With what the account says now: a session ends with its account, and with its password. */
  const found = () =>
    db
      .selectFrom('sign_in_sessions')
      .innerJoin('accounts', 'accounts.localpart', 'sign_in_sessions.localpart')
      .leftJoin('credentials', 'credentials.localpart', 'sign_in_sessions.localpart')
      .selectAll('sign_in_sessions')
      .select(['accounts.state', 'credentials.set_at']);

  return {
    async add({ id, localpart, agent, beganAt, passwordSetAt, usedAt }, secretHash) {
      const times = { began_at: beganAt, password_set_at: passwordSetAt, used_at: usedAt };
      const row = { id, secret_hash: secretHash, localpart, ...times, agent };
      await write((tx) => tx.insertInto('sign_in_sessions').values(row).execute());
    },

    async find(secretHash) {
      const row = await found().where('secret_hash', '=', secretHash).executeTakeFirst();
      return row && fromRow(row);
    },

    async used(id, at) {
      await write((tx) => tx.updateTable('sign_in_sessions').set({ used_at: at }).where('id', '=', id).execute());
    },

    async renew(id, secretHash, { at, passwordSetAt }) {
      const change = { secret_hash: secretHash, password_set_at: passwordSetAt, used_at: at };
      await write((tx) => tx.updateTable('sign_in_sessions').set(change).where('id', '=', id).execute());
    },

    async list(localpart) {
      const rows = await found()
        .where('sign_in_sessions.localpart', '=', localpart)
        .orderBy('used_at', 'desc')
        .orderBy('id', 'desc')
        .limit(MOST_LISTED)
        .execute();
      return rows.map(fromRow);
    },

    async end(localpart, id) {
      await write((tx) =>
        tx.deleteFrom('sign_in_sessions').where('localpart', '=', localpart).where('id', '=', id).execute(),
      );
    },

    async endOthers(localpart, kept) {
      await write((tx) =>
        tx.deleteFrom('sign_in_sessions').where('localpart', '=', localpart).where('id', '!=', kept).execute(),
      );
    },

    async tidy(before) {
      const old = db.selectFrom('sign_in_sessions').select('id').where('used_at', '<', before);
      await deleteInSteps((step) =>
        write((tx) => tx.deleteFrom('sign_in_sessions').where('id', 'in', old.limit(step)).executeTakeFirst()),
      );
    },
  };
}

const fromRow = (
  row: Selectable<SignInSessionRow> & { readonly state: string; readonly set_at: number | null },
): FoundSession => ({
  session: {
    // It was parsed before it was kept.
    ...{ id: row.id, localpart: row.localpart as Localpart, agent: row.agent },
    ...{ beganAt: row.began_at, passwordSetAt: row.password_set_at, usedAt: row.used_at },
  },
  isActive: row.state === 'active',
  passwordSetAt: row.set_at ?? undefined,
});
