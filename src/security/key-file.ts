import { open } from 'node:fs/promises';
import type { Ids } from '../kernel/ids.ts';

/** A fresh key as the one line of a new key file. */
export const newKeyLine = (ids: Ids, id: string): string => `${id} ${ids.random(32).toString('base64url')}`;

/**
 * Makes a key file, readable by its owner alone. Only `porter init` (and the demo) calls it: a server that made itself a new key
 * would silently void every link and lose every sealed value. Answers 'kept', and changes nothing, when the file is there.
 */
export async function makeKeyFile(file: string, ids: Ids): Promise<'made' | 'kept'> {
  try {
    await using made = await open(file, 'wx', 0o600);
    // The mode of `open` goes through the umask; a wider umask must not matter, nor a narrower one.
    await made.chmod(0o600);
    await made.writeFile(`${newKeyLine(ids, 'k1')}\n`);
    await made.sync();
    return 'made';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'kept';
    throw error;
  }
}
