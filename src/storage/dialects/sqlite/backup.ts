import { accessSync, constants, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../../kernel/clock.ts';
import { quoted, systemUser, userOf } from '../../../kernel/system-user.ts';
import { StorageRefusal } from '../../refusal.ts';
import type { Progress } from '../dialect.ts';
import { assertOwnUser, isThere, makeOwnFile } from './files.ts';

const PROGRESS_MS = 250;

// Runs in a thread, because the copy is one statement that takes longer the larger the database is. It is a text, because a release
// is bundled into files that have other names.
const copyInThread = `
const { parentPort, workerData } = require('node:worker_threads');
const Sqlite = require(workerData.driver);
const db = new Sqlite(workerData.from, { readonly: true, timeout: 5000 });
db.prepare('VACUUM INTO ?').run(workerData.to);
db.close();
const copy = new Sqlite(workerData.to, { readonly: true });
const [{ integrity_check }] = copy.pragma('integrity_check');
copy.close();
parentPort.postMessage(integrity_check);
`;

/** See `Copies.backup`. */
export async function backUpSqlite(
  from: string,
  file: string,
  { clock, progress }: { readonly clock: Clock; readonly progress: Progress },
): Promise<void> {
  if (!isThere(from)) throw new StorageRefusal('not-made', `There is no database at ${from}.`);
  assertOwnUser(from);
  if (existsSync(file)) throw new StorageRefusal('file-exists', `${file} exists already; a backup never replaces one.`);
  assertFolderFor(file);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  makeOwnFile(part);
  const total = statSync(from).size;
  let cancel = () => {};
  const look = (): void => {
    cancel = clock.after(PROGRESS_MS, look);
    progress(Math.min(total, statSync(part).size), total);
  };
  look();
  try {
    const verdict = await runCopy(from, part);
    if (verdict !== 'ok') throw new StorageRefusal('damaged', `The copy is not sound (${verdict}). Look at the disk.`);
    renameSync(part, file);
    progress(statSync(file).size, statSync(file).size);
  } finally {
    cancel();
    rmSync(part, { force: true });
  }
}

/** Refuses with the line that makes the folder, and for whom, before anything is written. */
function assertFolderFor(file: string): void {
  const folder = path.dirname(file);
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new StorageRefusal('file-exists', `${folder} is not a folder.`);
  }
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    const user = systemUser();
    const make = (name: string) => `sudo install -d -m 700 -o ${user} -g ${user} ${quoted(name)}`;
    throw new StorageRefusal(
      'other-user',
      existsSync(folder)
        ? // It may be a folder of the system, which must not be taken from it.
          `${folder} belongs to user ${userOf(statSync(folder).uid)}, and user ${user} may not write there: ${make(path.join(folder, 'porter'))} and name that folder`
        : `${folder} does not exist or user ${user} may not look there: ${make(folder)}`,
    );
  }
}

/** Resolves with SQLite's verdict on the copy, `ok` when it is sound. */
function runCopy(from: string, to: string): Promise<string> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  return new Promise((resolve, reject) => {
    const worker = new Worker(copyInThread, {
      eval: true,
      execArgv: [],
      workerData: { driver, from: path.resolve(from), to: path.resolve(to) },
    });
    worker.once('message', (verdict) => resolve(String(verdict)));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the copy ended with ${code}`)));
  });
}
