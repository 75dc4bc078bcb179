import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { fileSentence } from '../../../kernel/file-trouble.ts';
import { asUser, userOf } from '../../../kernel/system-user.ts';
import { StorageRefusal } from '../../refusal.ts';

/** Only the owner may read what people told us. */
const OWN_FILE = 0o600;

/** Every file that SQLite keeps beside the database. */
export const filesOf = (file: string): readonly string[] => [file, `${file}-wal`, `${file}-shm`];

/**
 * Follows symbolic links to the name under which the file itself lies. One database must have one name: the owner's lock lies
 * beside it, and restoring replaces it. Returns the name as written while nothing is there.
 */
export function realFile(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return isLink(file) ? path.resolve(path.dirname(file), readlinkSync(file)) : file;
  }
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    // Whoever opens it says why it cannot be looked at.
    return false;
  }
}

/**
 * Makes the folder (0700) and an empty file (0600), whatever the umask is. Gives an existing file that mode. Throws
 * `StorageRefusal` where this user may not.
 */
export function makeOwnFile(file: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', OWN_FILE));
    chmodSync(file, OWN_FILE);
  } catch (error) {
    throw refusedByRights(file, 'written', error);
  }
}

/** Is there something? Throws `StorageRefusal` where this user may not even look. */
export function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw refusedByRights(file, 'read', error);
  }
}

const OF_RIGHTS = ['EACCES', 'EPERM', 'EROFS'];

/** The refusal with the line to type, if it is a question of rights; anything else as it is. */
export function refusedByRights(file: string, verb: string, error: unknown): unknown {
  return OF_RIGHTS.includes(String((error as NodeJS.ErrnoException).code))
    ? new StorageRefusal('no-right', `${fileSentence(file, verb, error)}.`, error)
    : error;
}

/**
 * Refuses to touch somebody else's database: files that root makes beside it would lock its owner out.
 *
 * @param user who runs this, by default the process; undefined where the system has no such thing
 */
export function assertOwnUser(file: string, user: number | undefined = process.geteuid?.()): void {
  if (user === undefined || !isThere(file)) return;
  const { uid } = statSync(file);
  if (uid === user) return;
  throw new StorageRefusal(
    'other-user',
    `${file} belongs to user ${userOf(uid)}, this command runs as user ${userOf(user)}. Run it as its owner: ${asUser(userOf(uid), ['porter', ...process.argv.slice(2)])}`,
  );
}

/** Gives a database that may come from elsewhere, and the files beside it, the right mode. */
export function tightenModes(file: string): void {
  for (const each of filesOf(file)) if (existsSync(each)) chmodSync(each, OWN_FILE);
}
