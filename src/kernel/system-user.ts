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

/**
 * Is this the user of a service, and not a person who logs in? By the numbers that Linux distributions and systemd use. False for
 * root.
 */
export const isSystemUser = (user: number): boolean => user !== 0 && (user < 1_000 || user > 60_000);

/** The line that runs a command as this user: without sudo for the very person who types it, with sudo for a service. */
export const typedAs = (user: number | undefined, words: readonly string[]): string =>
  user === undefined || (user === process.geteuid?.() && !isSystemUser(user))
    ? words.map(quoted).join(' ')
    : asUser(userOf(user), words);

/** The line that gives files to a user, named as `userOf` does: `chown` knows no `#1000`. */
export const chownLine = (user: string, ...files: readonly string[]): string =>
  ['sudo chown', user.replace(/^#/, ''), ...files.map(quoted)].join(' ');

/** Quotes a word for a shell: `#1000` would begin a comment, and a space would begin another word. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
