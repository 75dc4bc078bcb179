import { backup } from '../storage/backup.ts';
import type { Progress } from '../storage/dialects/dialect.ts';
import { type Restored, restore } from '../storage/restore.ts';
import { makeBackupCheck } from './check-backup.ts';
import { allParts } from './config.ts';
import type { Loaded } from './load-config.ts';
import { placeOf, type Runtime } from './open-database.ts';
import { openTools } from './tools.ts';

/** Copies the database into a new file while everything goes on. Throws `StorageRefusal`. */
export const backUp = ({ config }: Loaded, { clock }: Runtime, file: string, progress: Progress): Promise<void> =>
  backup(placeOf(config.storage), file, { clock, progress });

export interface Back extends Restored {
  /** How many of the held jobs were let go. */
  readonly released: number;
}

/**
 * Puts a backup back. Throws `StorageRefusal`, also when it was made with another key, for another server, or by a Porter that
 * has neither while the database that is there has one; nothing is changed then.
 */
export async function restoreFrom(loaded: Loaded, runtime: Runtime, file: string, release: boolean): Promise<Back> {
  const place = placeOf(loaded.config.storage);
  const restored = await restore(place, file, runtime, {
    checkCopy: makeBackupCheck(loaded.config, file),
    parts: allParts.flatMap(({ restored: after }) => after ?? []),
  });
  if (!release) return { ...restored, released: 0 };
  await using tools = await openTools(loaded, runtime, false);
  return { ...restored, released: await tools.outbox.releaseHeld() };
}
