import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileSentence } from '../kernel/file-trouble.ts';

/** Numbers of user and group. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

export interface NewFile {
  readonly file: string;
  readonly content: string;
  readonly mode: number;
  /** Left out: who runs this. Only root can give a file away. */
  readonly owner?: FileOwner;
}

/**
 * Writes all files or none, and never over an existing file. Modes do not depend on the umask.
 *
 * @returns what went wrong, in a sentence; undefined when all are written
 */
export async function writeNewFiles(files: readonly NewFile[]): Promise<string | undefined> {
  const made: string[] = [];
  for (const { file, content, mode, owner } of files) {
    let handle: FileHandle | undefined;
    try {
      handle = await open(file, 'wx', mode);
      made.push(file);
      await handle.chmod(mode);
      await handle.writeFile(content);
      // By its handle: whoever owns the folder could have put a link in the place of the name.
      if (owner !== undefined) await handle.chown(owner.uid, owner.gid);
    } catch (error) {
      for (const written of made) await rm(written, { force: true });
      return sentenceOf(path.resolve(file), error);
    } finally {
      await handle?.close();
    }
  }
  return undefined;
}

function sentenceOf(file: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EEXIST':
      return `${file} is there already and was left alone; nothing was written.`;
    case 'ENOENT':
      return `The folder ${path.dirname(file)} does not exist; nothing was written.`;
    default:
      return `Nothing was written: ${fileSentence(file, 'written', error)}.`;
  }
}
