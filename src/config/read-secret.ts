import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Secret } from '../kernel/secret.ts';
import { whyFile } from '../kernel/why-file.ts';
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
    return `put it back from its backup; for a new installation: porter init --only key --dir ${dir ?? `FOLDER, which makes FOLDER/${made}`}`;
  },
  token: (file) =>
    `put it back from its backup, or make a new one and tell whoever sends it: (umask 077 && openssl rand -hex 32 > ${file})`,
  shared: (file) => `put it back from its backup, or write the secret into it and chmod 600 ${file}`,
};

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
    if (openToOthers(found.mode)) return bad(`names ${file}, which other users can read`, `chmod 600 ${file}`);
    if (found.size > LARGEST_SECRET) return bad(`names ${file}, which is too large for a secret (over 64 KiB)`);
    return checkText(readFileSync(file, 'utf8').replace(/\r?\n$/, ''), `names ${file}, which is empty`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return bad(`names ${file}, which does not exist`, ifMissing[kind](file));
    return bad(`names ${file}, which cannot be read (${whyFile(error)})`);
  }
}

function checkText(value: string, ifEmpty: string): Read<Secret> {
  if (value.trim() === '') return bad(ifEmpty);
  if (value.includes(PLACEHOLDER)) return bad(`still says ${PLACEHOLDER}`, 'put the real value there');
  return good(new Secret(value));
}
