import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface FileToWrite {
  /** Below the folder. */
  readonly name: string;
  readonly content: string;
  readonly mode: number;
}

export type Written = { readonly name: string; readonly state: 'written' | 'same' | 'kept' };

/**
 * Writes each file unless it is there: what somebody filled in is never replaced. `same` when it holds these very words anyway.
 * Modes hold whatever the umask is; the data folder is for its owner alone.
 */
export async function writeFiles(dir: string, files: readonly FileToWrite[]): Promise<readonly Written[]> {
  await mkdir(dir, { recursive: true, mode: 0o755 });
  const data = path.join(dir, 'data');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await chmod(data, 0o700);
  const written: Written[] = [];
  for (const { name, content, mode } of files) {
    const file = path.join(dir, name);
    try {
      await using made = await open(file, 'wx', mode);
      await made.chmod(mode);
      await made.writeFile(content);
      written.push({ name, state: 'written' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const found = await readFile(file, 'utf8').catch(() => undefined);
      written.push({ name, state: found === content ? 'same' : 'kept' });
    }
  }
  return written;
}
