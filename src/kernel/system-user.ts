import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** Name of the user who runs this process; the user's number in a container without a user list. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/**
 * Names a user by number, for sentences and for sudo: by the name in this machine's own list, or as `#1000` if it is not there.
 *
 * @param list content of a passwd(5) file; by default this machine's
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

/** The command line that a person types to run a command as another user. Quotes `words` where the shell needs it. */
export const asUser = (user: string, words: readonly string[]): string =>
  ['sudo -u', ...[user, ...words].map(quoted)].join(' ');

/** Quotes a word for a shell: `#1000` would begin a comment, and a space would begin another word. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
