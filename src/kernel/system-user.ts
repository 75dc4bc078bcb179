import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** Who runs this; in a container without a user list the number of the user. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/**
 * A user by its number, as sentences and as sudo name it: by the name in this machine's own list, `#1000` without one.
 *
 * @param list contents of passwd(5); by default this machine's
 */
export function userOf(uid: number, list: string = ownList()): string {
  const found = list
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name, , number]) => name !== '' && number === String(uid));
  return found?.[0] ?? `#${uid}`;
}

function ownList(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}

/** The line that a person types to run a command as another user. `words` need no quotes of their own. */
export const asUser = (user: string, words: readonly string[]): string =>
  ['sudo -u', ...[user, ...words].map(quoted)].join(' ');

/** For a shell: `#1000` would begin a comment, a space another word. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
