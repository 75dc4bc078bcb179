import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileSentence } from '../../kernel/file-trouble.ts';
import { asUser, userOf } from '../../kernel/system-user.ts';
import { WrongAnswers } from './prompts.ts';

export interface FileToWrite {
  /** Path inside the folder. */
  readonly name: string;
  readonly content: string;
  readonly mode: number;
}

export type Written = { readonly name: string; readonly state: 'written' | 'same' | 'kept' };

/**
 * Writes each file unless it exists, so that nothing that somebody filled in is replaced. An existing file is `same` when it has
 * this very content, otherwise `kept`. Modes do not depend on the umask; the data folder is open to its owner only. Throws
 * `WrongAnswers` before it writes anything when that folder does not belong to this user.
 */
export async function writeFiles(dir: string, files: readonly FileToWrite[]): Promise<readonly Written[]> {
  const data = path.join(dir, 'data');
  const trouble = whyNotOurs(await lstat(data).catch(() => undefined));
  if (trouble !== undefined) throw new WrongAnswers(`${data} ${trouble}`);
  await orSayWhy(dir, mkdir(dir, { recursive: true, mode: 0o755 }));
  await orSayWhy(data, mkdir(data, { recursive: true, mode: 0o700 }));
  await chmod(data, 0o700);
  const written: Written[] = [];
  for (const file of files) {
    written.push({ name: file.name, state: await orSayWhy(path.join(dir, file.name), writeOne(dir, file)) });
  }
  return written;
}

/** Turns a refusal of the file system into its sentence. */
const orSayWhy = <Result>(file: string, doing: Promise<Result>): Promise<Result> =>
  doing.catch((error: unknown) => {
    throw new WrongAnswers(`${fileSentence(file, 'written', error)}.`);
  });

async function writeOne(dir: string, { name, content, mode }: FileToWrite): Promise<Written['state']> {
  const file = path.join(dir, name);
  try {
    await using made = await open(file, 'wx', mode);
    await made.chmod(mode);
    await made.writeFile(content);
    return 'written';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = await readFile(file, 'utf8').catch(() => undefined);
    return found === content ? 'same' : 'kept';
  }
}

// A stranger who put a link there, or who owns the folder, would get hold of the key.
function whyNotOurs(data: Stats | undefined): string | undefined {
  if (data === undefined) return undefined;
  if (data.isSymbolicLink()) return 'is a link: put a folder in its place, or name another one with --dir.';
  if (!data.isDirectory()) return 'is not a folder: take it away, or name another place with --dir.';
  return process.geteuid !== undefined && data.uid !== process.geteuid()
    ? `belongs to user ${userOf(data.uid)}: ${asUser(userOf(data.uid), ['porter', ...process.argv.slice(2)])}, or name another folder with --dir.`
    : undefined;
}
