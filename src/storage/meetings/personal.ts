import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Person, Personal } from '../../ports/personal.ts';
import { isoTime, makePersonal, type PersonalRows } from '../shared/personal-rows.ts';
import type { Tables } from '../shared/tables.ts';
import type { Write } from '../shared/write.ts';

/** The names that programs, operators and guests use for a person. */
interface PersonNames {
  readonly userId: string | undefined;
  /** The user ID too, because a program may use it as a name. */
  readonly names: readonly string[];
}

/**
 * A person in the tables of meetings, which know people by what they are called and nothing else: a program says any name it
 * likes, and a guest types one. So a row is theirs only when it has exactly their user ID, or exactly the display name that was
 * asked for.
 */
export const makeMeetingsPersonal = ({ db, write }: { readonly db: Kysely<Tables>; readonly write: Write }): Personal =>
  makePersonal({ db, write, keysOf: async (_on, person) => namesOf(person), kinds: [invitations, tokens] });

const namesOf = ({ userId, displayName }: Person): PersonNames => ({
  userId,
  names: [userId, displayName].filter((name) => name !== undefined),
});

type Row<Table extends 'invitations' | 'issued_tokens'> = ExpressionBuilder<Tables, Table>;

/** Invitations for the person, and those that the person made. */
const invitations: PersonalRows<PersonNames> = {
  what: 'invitations',
  async read(on, keys) {
    const theirs = on.selectFrom('invitations').selectAll().where(isInvitationOf(keys));
    return (await theirs.orderBy('created_at').orderBy('id').execute()).map((row) => ({
      ...{
        room: row.room,
        name: ownName(row.name, keys),
        moderator: row.moderator === 1,
        uses: row.uses,
        used: row.used,
      },
      ...{ createdAt: isoTime(row.created_at), until: isoTime(row.until), revokedAt: isoTime(row.revoked_at) },
    }));
  },
  async erase(tx, keys) {
    const { numDeletedRows } = await tx.deleteFrom('invitations').where(isInvitationOf(keys)).executeTakeFirst();
    return Number(numDeletedRows);
  },
};

const isInvitationOf =
  ({ names, userId }: PersonNames) =>
  (eb: Row<'invitations'>) =>
    eb.or([...names.map((name) => eb('name', '=', name)), ...(userId === undefined ? [] : [eb('by', '=', userId)])]);

/** Tokens for the person, and those that the person asked for. */
const tokens: PersonalRows<PersonNames> = {
  what: 'tokens',
  async read(on, keys) {
    const theirs = on.selectFrom('issued_tokens').selectAll().where(isTokenOf(keys));
    return (await theirs.orderBy('seq').execute()).map((row) => ({
      ...{ room: row.room, name: ownName(row.name, keys), moderator: row.moderator === 1, caller: row.caller },
      ...{ at: isoTime(row.at), until: isoTime(row.until) },
    }));
  },
  async erase(tx, keys) {
    const { numDeletedRows } = await tx.deleteFrom('issued_tokens').where(isTokenOf(keys)).executeTakeFirst();
    return Number(numDeletedRows);
  },
};

const isTokenOf =
  ({ names, userId }: PersonNames) =>
  (eb: Row<'issued_tokens'>) =>
    eb.or([
      ...names.map((name) => eb('name', '=', name)),
      ...(userId === undefined ? [] : [eb('caller', '=', userId)]),
    ]);

/** Null also for somebody else's name. */
const ownName = (name: string | null, { names }: PersonNames): string | null =>
  name !== null && names.includes(name) ? name : null;
