import { stat } from 'node:fs/promises';
import path from 'node:path';
import { bad, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { asUser, systemUser, userOf } from '../../kernel/system-user.ts';
import type { Loaded } from '../load-config.ts';

/**
 * Checks owners and modes of the files, as far as loading the configuration does not refuse them.
 *
 * @param configFile as given on the command line
 */
export async function checkFiles(configFile: string, { config }: Loaded): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = [];
  let owner: number | undefined;
  let locked = false;
  for (const file of [configFile, config.appservice?.registration, config.storage.sqlite]) {
    const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
    if (file === undefined || found === undefined) continue;
    if ((found.mode & 0o022) !== 0) {
      lines.push(
        warn('files', {
          code: 'files.writable',
          sentence: `${file} can be changed by other users.`,
          remedy: `chmod g-w,o-w ${path.resolve(file)}`,
        }),
      );
    }
    const user = process.geteuid?.();
    const database = file === config.storage.sqlite;
    if (user === undefined || found.uid === user || !(user === 0 || database)) continue;
    owner = found.uid;
    locked ||= database;
  }
  if (owner !== undefined) {
    const user = userOf(owner);
    const words = ['porter', 'check', '--config', path.resolve(configFile)];
    // Only its owner may open the database, so this is `bad` here and `checkDatabase` does not repeat it.
    lines.push(
      (locked ? bad : warn)('files', {
        code: 'files.other-user',
        sentence: `The files belong to user ${user}; this check runs as user ${systemUser()}.`,
        remedy: `Run it as that user: ${asUser(user, words)}`,
      }),
    );
  }
  return lines.length > 0 ? lines : [fine('files', 'Secrets can be read by their owner (and group) alone.')];
}
