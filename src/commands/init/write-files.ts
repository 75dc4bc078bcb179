import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { WrongAnswers } from './prompts.ts';

export interface FileToWrite {
  /** Below the folder. */
  readonly name: string;
  readonly content: string;
  readonly mode: number;
}

export type Written = { readonly name: string; readonly state: 'written' | 'same' | 'kept' };

/**
 * Writes each file unless it is there: what somebody filled in is never replaced. `same` when it holds these very words anyway.
 * Modes hold whatever the umask is; the data folder is for its owner alone. Throws `WrongAnswers` before anything is written
 * when that folder is not this user's own.
 */
export async function writeFiles(dir: string, files: readonly FileToWrite[]): Promise<readonly Written[]> {
  const data = path.join(dir, 'data');
  const trouble = whyNotOurs(await lstat(data).catch(() => undefined));
  if (trouble !== undefined) throw new WrongAnswers(`${data} ${trouble}`);
  await mkdir(dir, { recursive: true, mode: 0o755 });
  await mkdir(data, { recursive: true, mode: 0o700 });
  await chmod(data, 0o700);
  const written: Written[] = [];
  for (const file of files) written.push({ name: file.name, state: await writeOne(dir, file) });
  return written;
}

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

// Whoever put a link there, or owns the folder, would get the key and the modes where he wants them.
function whyNotOurs(data: Stats | undefined): string | undefined {
  if (data === undefined) return undefined;
  if (data.isSymbolicLink()) return 'is a link: put a folder in its place, or name another one with --dir.';
  if (!data.isDirectory()) return 'is not a folder: take it away, or name another place with --dir.';
  return process.geteuid !== undefined && data.uid !== process.geteuid()
    ? 'belongs to another user: run porter init as that user, or name another folder with --dir.'
    : undefined;
}
