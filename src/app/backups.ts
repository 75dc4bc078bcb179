import { backup, type Progress } from '../storage/backup.ts';
import { type Restored, restore } from '../storage/restore.ts';
import type { Loaded } from './loaded.ts';
import { type Basics, placeOf } from './open-database.ts';
import { openTools } from './tools.ts';

/** Copies the database into a new file while everything goes on. Throws `StorageRefusal`. */
export const backUp = ({ config }: Loaded, { clock }: Basics, file: string, progress: Progress): Promise<void> =>
  backup(placeOf(config.storage), file, { clock, progress });

export interface Back extends Restored {
  /** How many of the held jobs were let go. */
  readonly released: number;
}

/** Puts a backup back. Throws `StorageRefusal`, also when it was made with another key or for another server. */
export async function restoreFrom(loaded: Loaded, basics: Basics, file: string, release: boolean): Promise<Back> {
  const restored = await restore(placeOf(loaded.config.storage), file, basics);
  await using tools = await openTools(loaded, basics, false);
  const released = release ? await tools.outbox.releaseHeld() : 0;
  return { ...restored, released };
}
