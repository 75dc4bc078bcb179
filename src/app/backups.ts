import { backup } from '../storage/backup.ts';
import type { Progress } from '../storage/dialects/dialect.ts';
import { type Restored, restore } from '../storage/restore.ts';
import { makeBackupCheck } from './check-backup.ts';
import { allParts } from './config.ts';
import type { Loaded } from './load-config.ts';
import { locationOf, type Runtime } from './open-database.ts';
import { openTools } from './tools.ts';

/** Copies the database into a new file while `serve` may keep running. Throws `StorageRefusal`. */
export const backUp = ({ config }: Loaded, { clock }: Runtime, file: string, progress: Progress): Promise<void> =>
  backup(locationOf(config.storage), file, { clock, progress });

export interface RestoreResult extends Restored {
  /** Number of held jobs that were released. */
  readonly released: number;
}

/**
 * Replaces the database by a backup. Throws `StorageRefusal` and changes nothing if the backup was made with another key or for
 * another server, or has no key or server while the present database has one.
 *
 * @param release also releases the jobs that a restore holds back
 */
export async function restoreFrom(
  loaded: Loaded,
  runtime: Runtime,
  file: string,
  release: boolean,
): Promise<RestoreResult> {
  const restored = await restore(locationOf(loaded.config.storage), file, runtime, {
    checkCopy: makeBackupCheck(loaded.config, file),
    parts: allParts.flatMap(({ restored: after }) => after ?? []),
  });
  if (!release) return { ...restored, released: 0 };
  await using tools = await openTools(loaded, runtime, false);
  return { ...restored, released: await tools.outbox.releaseHeld() };
}
