import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileTrouble, tighten } from '../kernel/file-trouble.ts';
import { Secret } from '../kernel/secret.ts';
import { chownLine, isSystemUser, quoted, typedAs, userOf } from '../kernel/system-user.ts';
import { loadingNow } from './loading.ts';

/** What a field read: the value, or a sentence that continues after the key's name and, if there is one, the remedy. */
export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly sentence: string; readonly remedy?: string };

export const good = <Value>(value: Value): Read<Value> => ({ ok: true, value });
export const bad = (sentence: string, remedy?: string): { ok: false; sentence: string; remedy?: string } =>
  remedy === undefined ? { ok: false, sentence } : { ok: false, sentence, remedy };

/** Bytes. Secrets and keys are short; a larger file is a mistake (a log, a database) and is not read into memory. */
const LARGEST_SECRET = 64 * 1024;

/** `key`: Porter's own key file. `token`: a random text that the sender must know too. `shared`: a secret of another program. */
export type SecretKind = 'key' | 'token' | 'shared';

const ifMissing: Readonly<Record<SecretKind, (file: string) => string>> = {
  key(file) {
    const made = path.join('data', 'porter.key');
    const dir = file.endsWith(`${path.sep}${made}`) ? file.slice(0, -made.length - 1) || '/' : undefined;
    const folder = statSync(path.dirname(file), { throwIfNoEntry: false });
    const typed = typedAs(folder?.uid ?? process.geteuid?.(), [
      'porter',
      'init',
      '--only',
      'key',
      '--dir',
      dir ?? 'FOLDER',
    ]);
    return `put it back from its backup; for a new installation: ${typed}${dir === undefined ? `, which makes FOLDER/${made}` : ''}`;
  },
  token: (file) => `put it back from its backup, or make a new one and tell whoever sends it: ${newToken(file)}`,
  shared: (file) => `put it back from its backup, or write the secret into it and ${closeIt(file)}`,
};

/**
 * The user to whom a new file must be given, because whoever types the line is most likely another one: the owner of its folder, else
 * the service that runs this. Undefined if the file can stay with whoever makes it.
 */
function givenTo(file: string): string | undefined {
  const user = process.geteuid?.();
  if (user === undefined) return undefined;
  // Root checks the installation of somebody else; a folder of root's may hold files of a service.
  const owner = statSync(path.dirname(file), { throwIfNoEntry: false })?.uid || user;
  return owner === user && !isSystemUser(user) ? undefined : userOf(owner).replace(/^#/, '');
}

/** The line that makes a random token for the user that Porter runs as, whoever types it. */
function newToken(file: string): string {
  const owner = givenTo(file);
  return owner === undefined
    ? `(umask 077 && openssl rand -hex 32 > ${quoted(file)})`
    : `openssl rand -hex 32 | sudo install -m 600 -o ${owner} /dev/stdin ${quoted(file)}`;
}

function closeIt(file: string): string {
  const owner = givenTo(file);
  const chmod = `chmod 600 ${quoted(file)}`;
  return owner === undefined ? chmod : `${chownLine(owner, file)} && sudo ${chmod}`;
}

export const PLACEHOLDER = 'CHANGE_ME';

/** May anybody except owner and group read, write or run this file? Always false on Windows, which has no such bits. */
export const openToOthers = (mode: number): boolean => process.platform !== 'win32' && (mode & 0o007) !== 0;

/**
 * Reads `{ file: path }`, `{ env: NAME }` or the text itself. Removes one line break at the end of a file. No sentence repeats
 * the value.
 *
 * @param kind decides the advice for a missing file
 */
export function readSecret(value: unknown, kind: SecretKind = 'shared'): Read<Secret> {
  if (typeof value === 'string') {
    loadingNow().sawInlineSecret();
    return checkText(value, 'is empty');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return bad('must be { file: path }, { env: NAME } or text');
  }
  const entries = Object.entries(value);
  const [from, where] = entries[0] ?? [];
  if (entries.length !== 1 || typeof where !== 'string' || (from !== 'file' && from !== 'env')) {
    return bad('must be { file: path }, { env: NAME } or text');
  }
  return from === 'env' ? fromEnvironment(where) : fromFile(where, kind);
}

function fromEnvironment(name: string): Read<Secret> {
  const value = loadingNow().env[name];
  if (value === undefined) return bad(`names the environment variable ${name}, which is not set`);
  return checkText(value, `names the environment variable ${name}, which is empty`);
}

function fromFile(name: string, kind: SecretKind): Read<Secret> {
  const file = path.resolve(loadingNow().folder, name);
  try {
    const found = statSync(file);
    if (!found.isFile()) return bad(`names ${file}, which is not a file`);
    if (openToOthers(found.mode)) return bad(`names ${file}, which other users can read`, tighten(file, found, '600'));
    if (found.size > LARGEST_SECRET) return bad(`names ${file}, which is too large for a secret (over 64 KiB)`);
    return checkText(readFileSync(file, 'utf8').replace(/\r?\n$/, ''), `names ${file}, which is empty`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return bad(`names ${file}, which does not exist`, ifMissing[kind](file));
    const { why, remedy } = fileTrouble(file, error);
    return bad(`names ${file}, which cannot be read: ${why}`, remedy);
  }
}

function checkText(value: string, ifEmpty: string): Read<Secret> {
  if (value.trim() === '') return bad(ifEmpty);
  if (value.includes(PLACEHOLDER)) return bad(`still says ${PLACEHOLDER}`, 'put the real value there');
  return good(new Secret(value));
}
