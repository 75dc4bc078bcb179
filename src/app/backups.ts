import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemUser } from '../kernel/system-user.ts';
import { backup, type Progress } from '../storage/backup.ts';
import { StorageRefusal } from '../storage/refusal.ts';
import { type Restored, restore } from '../storage/restore.ts';
import { makeJudge } from './judge-backup.ts';
import type { AnyLoaded } from './loaded.ts';
import { placeOf, type Runtime } from './open-database.ts';
import { openTools } from './tools.ts';

/** Copies the database into a new file while everything goes on. Throws `StorageRefusal`. */
export async function backUp(
  { config }: AnyLoaded,
  { clock }: Runtime,
  file: string,
  progress: Progress,
): Promise<void> {
  const place = placeOf(config.storage);
  if (place.kind === 'sqlite') await assertFolderFor(file, place.path);
  await backup(place, file, { clock, progress });
}

/** Says who has to make the folder of a copy before anything is written. */
async function assertFolderFor(file: string, database: string): Promise<void> {
  const owner = await stat(database).catch(() => undefined);
  // No database, or somebody else's: the copying itself says so, and for whom the folder would have to be.
  if (owner === undefined || (process.geteuid !== undefined && owner.uid !== process.geteuid())) return;
  const folder = path.dirname(file);
  const found = await stat(folder).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) {
    throw new StorageRefusal('file-exists', `${folder} is not a folder.`);
  }
  const writable = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (writable) return;
  const user = systemUser();
  throw new StorageRefusal(
    'other-user',
    `${folder} does not exist or user ${user} may not write there: sudo install -d -m 700 -o ${user} -g ${user} ${folder}`,
  );
}

export interface Back extends Restored {
  /** How many of the held jobs were let go. */
  readonly released: number;
}

/**
 * Puts a backup back. Throws `StorageRefusal`, also when it was made with another key, for another server, or by a Porter that
 * has neither while the database that is there has one; nothing is changed then.
 */
export async function restoreFrom(loaded: AnyLoaded, runtime: Runtime, file: string, release: boolean): Promise<Back> {
  const place = placeOf(loaded.config.storage);
  if (place.kind === 'sqlite') await assertLooksLikeBackup(file);
  const judge = makeJudge(loaded.config, file, place.kind === 'sqlite' ? place.path : '');
  const restored = await restore(place, file, runtime, judge);
  if (!release) return { ...restored, released: 0 };
  await using tools = await openTools(loaded, runtime, false);
  return { ...restored, released: await tools.outbox.releaseHeld() };
}

// SQLite file format, section 1.3: every database begins with these 16 bytes.
const SQLITE_MAGIC = Buffer.from('SQLite format 3\0');

/** Refuses a file that is no database before anything is touched; one that is not there is refused by `restore`. */
async function assertLooksLikeBackup(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return;
  const begin = Buffer.alloc(SQLITE_MAGIC.length);
  if (found.isFile()) {
    try {
      await using opened = await open(file);
      await opened.read(begin);
    } catch {
      throw new StorageRefusal('other-user', `${file} cannot be read by user ${systemUser()}. Nothing was changed.`);
    }
  }
  if (!begin.equals(SQLITE_MAGIC)) {
    throw new StorageRefusal('not-this-database', `${file} is not a Porter backup. Nothing was changed.`);
  }
}
