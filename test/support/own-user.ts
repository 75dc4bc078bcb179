import { execFile } from 'node:child_process';
import { chmod, chown } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Gives files to a user, by name; the first is his folder, closed to others. Needs root. */
export async function giveTo(user: string, ...files: readonly string[]): Promise<void> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user])).stdout)),
  );
  if (uid === undefined || gid === undefined) throw new Error(`no user ${user}`);
  for (const file of files) await chown(file, uid, gid);
  await chmod(files[0] ?? '', 0o700);
}
