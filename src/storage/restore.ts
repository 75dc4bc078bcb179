import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { Kysely } from 'kysely';
import { type DialectNeeds, RepeatTransaction } from './dialects/dialect.ts';
import { openFile, openSqlite } from './dialects/sqlite.ts';
import { countersIn } from './dialects/sqlite-counters.ts';
import { assertOwnUser, filesOf, makeOwnFile } from './dialects/sqlite-files.ts';
import { type Marks, marksIn, type Peeked } from './dialects/sqlite-marks.ts';
import { takeOwnerLock } from './dialects/sqlite-owner.ts';
import { revokeInvitations } from './meetings/invitations.ts';
import { migrate, migrationState } from './migrations/migrate.ts';
import { slotLetGo } from './outbox/own-slot.ts';
import { StorageRefusal } from './refusal.ts';
import { counterNames, countFrom, nextOf } from './shared/counters.ts';
import { raiseEpoch, setMemory } from './shared/memory.ts';
import type { Tables } from './shared/tables.ts';
import type { Tx } from './shared/write.ts';
import type { StoragePlace } from './storage.ts';

/** Short ids that people have heard since the copy are not given out again: a damaged database does not say how far it had come. */
const SHORT_IDS_SKIPPED = 1_000;

export interface Restored {
  /** Jobs that wait for an operator's yes (`porter outbox retry --release`). */
  readonly held: number;
  /** Applications that wait for votes: each gets a new round and a new notice when Porter starts. */
  readonly open: number;
  /** Where the database that was replaced lies; undefined when there was none. */
  readonly replaced: string | undefined;
}

/**
 * Says no to a copy by throwing a `StorageRefusal`.
 *
 * @param present of the database that would be replaced; undefined when there is none
 */
export type Judge = (copy: Marks, present: Marks | undefined) => void;

const NO_OBJECTION: Judge = () => undefined;

/**
 * Puts a backup in the place of the database. Earlier links and codes are void, jobs of the copy are held, open
 * applications get a new round at the next start; the replaced database stays beside it, and so does every one that an
 * earlier restore replaced. Nothing changes unless all of it works. Throws `StorageRefusal`: somebody owns the database, the
 * copy is not sound, not ours or too new, or PostgreSQL.
 *
 * @param judge asked about a sound copy before it takes the place
 */
export async function restore(
  place: StoragePlace,
  file: string,
  needs: DialectNeeds,
  judge: Judge = NO_OBJECTION,
): Promise<Restored> {
  if (place.kind !== 'sqlite') {
    throw new StorageRefusal(
      'not-this-database',
      'On PostgreSQL pg_restore does this: stop Porter, then pg_restore --clean --dbname="$URL" FILE.',
    );
  }
  if (!existsSync(file)) throw new StorageRefusal('not-made', `There is no file ${file}.`);
  const target = place.path;
  assertOwnUser(target);
  makeFolderOf(target);
  const lock = takeOwnerLock(target);
  const fresh = `${target}.restoring`;
  try {
    removeAll(fresh);
    makeOwnFile(fresh);
    copyFileSync(file, fresh);
    // The same copy may be restored again: what was given out since it was made is never given out a second time.
    const reached = existsSync(target) ? countersIn(target) : new Map<string, number>();
    const present = existsSync(target) ? marksIn(target) : undefined;
    const counted = await prepareCopy({ fresh, shown: file, reached, present, judge }, needs);
    const replaced = keepReplaced(target);
    renameSync(fresh, target);
    return { ...counted, replaced };
  } finally {
    removeAll(fresh);
    lock.close();
  }
}

const makeFolderOf = (file: string): void => {
  makeOwnFile(`${file}.lock`);
};

const removeAll = (file: string): void => {
  for (const each of filesOf(file)) rmSync(each, { force: true });
};

/**
 * The old database under another name, whole, and nothing of it beside the new one. Whoever still reads it keeps its last
 * commits in the files beside it, so these go along.
 */
function keepReplaced(target: string): string | undefined {
  if (!existsSync(target)) return undefined;
  const kept = freeName(`${target}.before-restore`);
  try {
    const old = openFile(target);
    old.pragma('wal_checkpoint(TRUNCATE)');
    old.close();
  } catch (error) {
    // A damaged one may be the reason for restoring; what there is of it is kept.
    if (!(error instanceof StorageRefusal) && !(error instanceof RepeatTransaction)) throw error;
  }
  const names = filesOf(kept);
  for (const [at, each] of filesOf(target).entries()) {
    if (existsSync(each)) linkSync(each, names[at] ?? kept);
  }
  for (const beside of filesOf(target).slice(1)) rmSync(beside, { force: true });
  return kept;
}

/** Of the name itself or its first numbered one (`-2`, `-3`, …) under which nothing lies, not even beside it. */
function freeName(wanted: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!filesOf(name).some((each) => existsSync(each))) return name;
  }
}

interface Copied {
  readonly fresh: string;
  /** The file that was asked for, as people know it. */
  readonly shown: string;
  /** How far the counters of the replaced database have come. */
  readonly reached: ReadonlyMap<string, number>;
  readonly present: Peeked | undefined;
  readonly judge: Judge;
}

const known = ({ serverName, keyCheck }: Peeked): Marks => ({ serverName, keyCheck });

async function prepareCopy(
  { fresh, shown, judge, ...replaced }: Copied,
  needs: DialectNeeds,
): Promise<Pick<Restored, 'held' | 'open'>> {
  const opened = openSqlite(fresh, { ...needs, make: false });
  const db = new Kysely<Tables>({ dialect: opened.dialect, log: [] });
  try {
    const problems = [
      ...(opened.raw.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check),
      ...(opened.raw.pragma('foreign_key_check') as unknown[]).map(() => 'a row refers to nothing'),
    ].filter((problem) => problem !== 'ok');
    if (problems.length > 0)
      throw new StorageRefusal(
        'damaged',
        `${shown} is damaged: ${problems[0]}. Nothing was changed; try an older backup.`,
      );
    const { empty, pending } = await migrationState(db);
    if (empty) throw new StorageRefusal('not-this-database', `${shown} is not a Porter backup. Nothing was changed.`);
    judge(known(marksIn(fresh)), replaced.present && known(replaced.present));
    if (pending.length > 0) await migrate(db, opened.facts);
    const counted = await db.transaction().execute((tx) => markRestored(tx, replaced, needs.clock.now()));
    opened.raw.pragma('wal_checkpoint(TRUNCATE)');
    return counted;
  } finally {
    await db.destroy();
    await opened.close();
  }
}

async function markRestored(
  tx: Tx,
  { reached, present }: Pick<Copied, 'reached' | 'present'>,
  now: number,
): Promise<Pick<Restored, 'held' | 'open'>> {
  for (const name of counterNames) {
    const least = reached.get(name);
    if (least !== undefined) await countFrom(tx, name, least);
  }
  // Which database acts is not a thing of the past: a copy from before a take-over would have to take over again.
  if (present?.takeOver !== undefined) await setMemory(tx, 'note.take-over', present.takeOver);
  await raiseEpoch(tx);
  await revokeInvitations(tx, now);
  await nextOf(tx, 'short-id', SHORT_IDS_SKIPPED);
  // What was leased then may have reached the other side.
  await tx
    .updateTable('jobs')
    .set((eb) => ({ first_tried_at: eb.fn.coalesce('first_tried_at', 'leased_at') }))
    .where('state', '=', 'leased')
    .execute();
  const held = await tx
    .updateTable('jobs')
    .set((eb) => ({ state: 'held', lease_until: null, slot: slotLetGo(eb) }))
    .where('state', 'in', ['waiting', 'behind', 'leased'])
    .executeTakeFirst();
  await setMemory(tx, 'meta.new-round', '1');
  const { open } = await tx
    .selectFrom('applications')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('stage', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return { held: Number(held.numUpdatedRows), open };
}
