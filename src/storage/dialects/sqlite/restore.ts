import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import type { Database } from 'better-sqlite3';
import { StorageRefusal } from '../../refusal.ts';
import {
  type DialectNeeds,
  isCount,
  NUMBERS_SKIPPED,
  type PrepareCopy,
  RepeatTransaction,
  type Replacement,
} from '../dialect.ts';
import { assertOwnUser, filesOf, isThere, makeOwnFile, refusedByRights } from './files.ts';
import { openFile, openSqlite } from './open.ts';
import { takeOwnerLock } from './owner.ts';
import { lastNumbers, peekInto } from './peek.ts';

/** See `Copies.restore`. */
export async function restoreSqlite<Prepared>(
  target: string,
  file: string,
  needs: DialectNeeds,
  prepare: PrepareCopy<Prepared>,
): Promise<Replacement<Prepared>> {
  if (!isThere(file)) throw new StorageRefusal('not-made', `There is no file ${file}.`);
  assertLooksLikeSqlite(file);
  assertOwnUser(target);
  // Makes the folder, too.
  const lock = takeOwnerLock(target);
  const fresh = `${target}.restoring`;
  try {
    removeAll(fresh);
    makeOwnFile(fresh);
    copyFileSync(file, fresh);
    const present = existsSync(target) ? { name: target, ...peekInto(target) } : undefined;
    const given = present && lastNumbers(target);
    const prepared = await prepareCopy(fresh, file, needs, async (copy) => {
      const done = await prepare(copy, { copy: peekInto(fresh), present });
      moveNumbersOn(copy.raw, given);
      return done;
    });
    const replaced = keepReplaced(target);
    renameSync(fresh, target);
    return { prepared, replaced };
  } finally {
    removeAll(fresh);
    lock.close();
  }
}

/** A damaged database cannot say how many there were. @param given the last numbers of the database that is replaced */
function moveNumbersOn(raw: Database, given: ReadonlyMap<string, unknown> | undefined): void {
  const tables = raw.prepare("select name from sqlite_master where type = 'table' and sql like '%autoincrement%'");
  const lastOf = raw.prepare('select seq from sqlite_sequence where name = ?').pluck();
  const forget = raw.prepare('delete from sqlite_sequence where name = ?');
  const goOn = raw.prepare('insert into sqlite_sequence (name, seq) values (?, ?)');
  raw.transaction(() => {
    for (const name of tables.pluck().all() as string[]) {
      const last = Math.max(...[lastOf.get(name), given?.get(name)].filter(isCount), 0);
      forget.run(name);
      goOn.run(name, last + NUMBERS_SKIPPED);
    }
  })();
}

// SQLite file format, section 1.3: every database begins with these 16 bytes.
const SQLITE_MAGIC = Buffer.from('SQLite format 3\0');

/** Refuses a file that is no database before anything is touched. */
function assertLooksLikeSqlite(file: string): void {
  const begin = Buffer.alloc(SQLITE_MAGIC.length);
  if (statSync(file).isFile()) readInto(begin, file);
  if (!begin.equals(SQLITE_MAGIC)) throw notABackup(file);
}

function readInto(begin: Buffer, file: string): void {
  let opened: number | undefined;
  try {
    opened = openSync(file, 'r');
    readSync(opened, begin, 0, begin.length, 0);
  } catch (error) {
    throw refusedByRights(file, 'read', error);
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

const notABackup = (file: string): StorageRefusal =>
  new StorageRefusal('not-this-database', `${file} is not a Porter backup. Nothing was changed.`);

const removeAll = (file: string): void => {
  for (const each of filesOf(file)) rmSync(each, { force: true });
};

/** Refuses a copy that is damaged, lets `prepare` work on a sound one, and leaves all of it in its one file. */
async function prepareCopy<Prepared>(
  fresh: string,
  shown: string,
  needs: DialectNeeds,
  prepare: (copy: ReturnType<typeof openSqlite>) => Promise<Prepared>,
): Promise<Prepared> {
  const opened = openCopy(fresh, shown, needs);
  try {
    const problems = [
      ...(opened.raw.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check),
      ...(opened.raw.pragma('foreign_key_check') as unknown[]).map(() => 'a row refers to nothing'),
    ].filter((problem) => problem !== 'ok');
    if (problems.length > 0) {
      throw new StorageRefusal(
        'damaged',
        `${shown} is damaged: ${problems[0]}. Nothing was changed; try an older backup.`,
      );
    }
    const prepared = await prepare(opened);
    opened.raw.pragma('wal_checkpoint(TRUNCATE)');
    return prepared;
  } finally {
    await opened.close();
  }
}

function openCopy(fresh: string, shown: string, needs: DialectNeeds): ReturnType<typeof openSqlite> {
  try {
    return openSqlite(fresh, { ...needs, make: false });
  } catch (error) {
    // The sentence of `openSqlite` names our own copy, which is gone by then.
    if (!(error instanceof StorageRefusal) || error.code !== 'damaged') throw error;
    throw new StorageRefusal('damaged', `${shown} is damaged. Nothing was changed; try an older backup.`, error);
  }
}

/**
 * Gives the old database another name, whole, and leaves nothing of it beside the new one. The files beside it hold its last
 * commits as long as anybody still reads it, so they go along.
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

/** The name itself or its first numbered one (`-2`, `-3`, …) under which nothing lies, nor beside it. */
function freeName(wanted: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!filesOf(name).some((each) => existsSync(each))) return name;
  }
}
