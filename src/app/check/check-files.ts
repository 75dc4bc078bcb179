import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import type { Loaded } from '../loaded.ts';

/**
 * Modes and owners of the files that loading does not refuse by itself.
 *
 * @param configFile as named on the command line
 */
export async function checkFiles(configFile: string, { config }: Loaded): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = [];
  for (const file of [configFile, config.appservice.registration, config.storage.sqlite]) {
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
    if (user === 0 && found.uid !== 0) {
      lines.push(
        warn('files', {
          code: 'files.other-user',
          sentence: `${file} belongs to user ${found.uid}; this check runs as root.`,
          remedy: `Run it as that user: sudo -u '#${found.uid}' porter check`,
        }),
      );
    }
  }
  return lines.length > 0 ? lines : [fine('files', 'Secrets can be read by their owner (and group) alone.')];
}
