import { Kysely } from 'kysely';
import { SECOND } from '../kernel/clock.ts';
import { type DialectNeeds, isCount, type NamedRows, NUMBERS_SKIPPED } from './dialects/dialect.ts';
import { databaseAt, type StorageLocation } from './dialects/dialects.ts';
import { migrate, migrationState } from './migrations/migrate.ts';
import { waitingStates } from './outbox/job-rows.ts';
import { slotLetGo } from './outbox/own-slot.ts';
import { rememberTables } from './put-back.ts';
import { StorageRefusal } from './refusal.ts';
import { counterNames, countFrom } from './shared/counters.ts';
import { raiseEpoch, setMemory } from './shared/memory.ts';
import type { Tables } from './shared/tables.ts';
import type { Tx } from './shared/write.ts';

export interface Restored {
  /** Jobs that wait for an operator's yes (`porter outbox retry --release`). */
  readonly held: number;
  /** What the parts have to say about it, one English sentence each. */
  readonly notes: readonly string[];
  /** Where the database that was replaced lies; undefined when there was none. */
  readonly replaced: string | undefined;
}

/** Which installation a database says it belongs to. Without a homeserver it names no server, without secrets no key. */
export interface DatabaseIdentity {
  readonly serverName: string | undefined;
  /** See `KeyRing.keyCheck`. */
  readonly keyCheck: string | undefined;
}

/**
 * Checks a copy and refuses it by throwing a `StorageRefusal`.
 *
 * @param present the database that would be replaced, and its name; undefined when there is none
 */
export type CheckCopy = (
  copy: DatabaseIdentity,
  present: (DatabaseIdentity & { readonly name: string }) | undefined,
) => void;

/**
 * What a restore means for the tables of one part: changes the restored copy before it replaces the database, in the transaction
 * of everything else. Called for every part, configured or not.
 *
 * @param now epoch milliseconds
 * @param present what the database that is replaced remembers, unchecked; undefined if there is none or it cannot be read
 * @returns what the operator should know, one English sentence
 */
export type AfterRestore = (
  tx: Tx,
  now: number,
  present: NamedRows['memory'] | undefined,
) => Promise<string | undefined>;

export interface RestoreOptions {
  /** Called with a sound copy before it replaces the database. */
  readonly checkCopy?: CheckCopy;
  readonly parts?: readonly AfterRestore[];
}

/**
 * Replaces the database by a backup: see `Copies.restore`. Earlier links and codes are void, and jobs of the copy are
 * held. Throws `StorageRefusal` also when the copy is not ours or too new, and with the tool to use where the database brings one
 * of its own; nothing is changed then.
 */
export async function restore(
  location: StorageLocation,
  file: string,
  needs: DialectNeeds,
  { checkCopy, parts = [] }: RestoreOptions = {},
): Promise<Restored> {
  const { copies, facts } = databaseAt(location);
  if ('restoreSentence' in copies) throw new StorageRefusal('not-this-database', copies.restoreSentence);
  const { prepared, replaced } = await copies.restore(file, needs, async ({ dialect }, { copy, present }) => {
    // Not destroyed here: whoever opened the copy closes it.
    const db = new Kysely<Tables>({ dialect, log: [] });
    const { empty, pending } = await migrationState(db);
    if (empty) throw new StorageRefusal('not-this-database', `${file} is not a Porter backup. Nothing was changed.`);
    checkCopy?.(identityIn(copy), present && { name: present.name, ...identityIn(present) });
    if (pending.length > 0) await migrate(db, facts);
    return db.transaction().execute((tx) => markRestored(tx, present, parts, needs.clock.now()));
  });
  return { ...prepared, replaced };
}

/**
 * Makes the corrections of a restore in a database that another program put back (`pg_restore`). Throws `StorageRefusal` when it is
 * not ours, is at work, or when Porter itself puts copies of it back; nothing is changed then.
 */
export async function correctRestored(
  location: StorageLocation,
  needs: DialectNeeds,
  { checkCopy, parts = [] }: RestoreOptions = {},
): Promise<Restored> {
  const database = databaseAt(location);
  if (!('restoreSentence' in database.copies)) {
    throw new StorageRefusal(
      'not-this-database',
      'porter restore FILE puts a copy of this database back and makes the corrections at once; --database-restored is for PostgreSQL.',
    );
  }
  const opened = await database.open({ ...needs, make: false });
  const db = new Kysely<Tables>({ dialect: opened.dialect, log: [] });
  try {
    await opened.own();
    const { empty, pending } = await migrationState(db);
    if (empty)
      throw new StorageRefusal('not-made', `There are no tables of Porter yet. ${database.copies.restoreSentence}`);
    const rows = await db.selectFrom('memory').select(['name', 'value']).execute();
    const memory = new Map(rows.map(({ name, value }) => [name, value]));
    checkCopy?.(identityIn({ memory, counters: new Map() }), undefined);
    if (pending.length > 0) await migrate(db, database.facts);
    const now = needs.clock.now();
    await opened.skipNumbers?.(NUMBERS_SKIPPED);
    const corrected = await db.transaction().execute(async (tx) => {
      // The database that was there before is gone, and with it the epochs since the dump: seconds never come back.
      await countFrom(tx, 'epoch', Math.floor(now / SECOND));
      return markRestored(tx, undefined, parts, now);
    });
    // Last: until then the database counts as put back, and the command can be repeated.
    await rememberTables(db, opened);
    return { ...corrected, replaced: undefined };
  } finally {
    await opened.close();
  }
}

const identityIn = ({ memory }: NamedRows): DatabaseIdentity => ({
  serverName: textIn(memory, 'meta.server-name'),
  keyCheck: textIn(memory, 'meta.key-check'),
});

function textIn(memory: NamedRows['memory'], name: string): string | undefined {
  const value = memory.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** @param present the rows of the database that is replaced */
async function markRestored(
  tx: Tx,
  present: NamedRows | undefined,
  parts: readonly AfterRestore[],
  now: number,
): Promise<Pick<Restored, 'held' | 'notes'>> {
  // The same copy may be restored again: what was given out since it was made is never given out a second time.
  for (const name of counterNames) {
    const least = present?.counters.get(name);
    if (isCount(least)) await countFrom(tx, name, least);
  }
  // Part of the id by which the homeserver knows the database that acts: without it an older copy would have to take over again.
  const takeOver = present && textIn(present.memory, 'note.take-over');
  if (takeOver !== undefined) await setMemory(tx, 'note.take-over', takeOver);
  await raiseEpoch(tx);
  await forgetPassing(tx, now);
  // A job that was leased when the copy was made may have reached the other side.
  await tx
    .updateTable('jobs')
    .set((eb) => ({ first_tried_at: eb.fn.coalesce('first_tried_at', 'leased_at') }))
    .where('state', '=', 'leased')
    .execute();
  const held = await tx
    .updateTable('jobs')
    .set((eb) => ({ state: 'held', lease_until: null, slot: slotLetGo(eb) }))
    .where('state', 'in', [...waitingStates, 'leased'])
    .executeTakeFirst();
  const notes: string[] = [];
  const remembered = present === undefined || present.memory.size === 0 ? undefined : present.memory;
  for (const part of parts) {
    const note = await part(tx, now, remembered);
    if (note !== undefined) notes.push(note);
  }
  return { held: Number(held.numUpdatedRows), notes };
}

/** What was remembered about the world outside may have changed since the copy was made. */
async function forgetPassing(tx: Tx, now: number): Promise<void> {
  await tx.deleteFrom('memory').where('name', '=', 'note.outbox.paused').execute();
  // The homeserver may have lost Porter's device since, and with it the transaction IDs of all attempts in the copy. As if it had just
  // been made again: each of their events is looked for in the room before it is sent.
  await tx
    .updateTable('memory')
    .set({ value: String(now) })
    .where('name', '=', 'note.homeserver.device-made')
    .execute();
}
