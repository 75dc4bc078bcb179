import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

/** Who runs this; in a container without a user list the number of the user. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** The name of a user by its number (passwd(5)); undefined where this machine's own list has none. */
export async function userOf(uid: number): Promise<string | undefined> {
  const list = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return list
    .split('\n')
    .map((line) => line.split(':'))
    .find(([, , number]) => number === String(uid))?.[0];
}
