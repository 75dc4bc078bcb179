import type { Clock } from '../kernel/clock.ts';
import type { Progress } from './dialects/dialect.ts';
import { databaseAt, type StorageLocation } from './dialects/dialects.ts';
import { StorageRefusal } from './refusal.ts';

/**
 * Copies the whole database into a new file while `serve` may keep running. Throws `StorageRefusal` as `Copies.backup` does, and
 * with the tool to use where the database brings one of its own.
 */
export async function backup(
  location: StorageLocation,
  file: string,
  { clock, progress = () => {} }: { readonly clock: Clock; readonly progress?: Progress },
): Promise<void> {
  const { copies } = databaseAt(location);
  if ('backupSentence' in copies) throw new StorageRefusal('not-this-database', copies.backupSentence);
  await copies.backup(file, { clock, progress });
}
