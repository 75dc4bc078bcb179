import { stat } from 'node:fs/promises';
import path from 'node:path';
import { bad, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { asUser, systemUser, userOf } from '../../kernel/system-user.ts';
import type { Loaded } from '../load-config.ts';

/**
 * Modes and owners of the files that loading does not refuse by itself.
 *
 * @param configFile as named on the command line
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
    // Nobody but its owner may open the database, so the check of it would say the same once more.
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
