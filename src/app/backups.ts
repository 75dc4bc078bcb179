import { backup } from '../storage/backup.ts';
import type { Progress } from '../storage/dialects/dialect.ts';
import { correctRestored, type Restored, restore } from '../storage/restore.ts';
import { makeBackupCheck } from './check-backup.ts';
import { allParts } from './config.ts';
import type { Loaded } from './load-config.ts';
import { locationOf, type Runtime } from './open-database.ts';
import { openOutboxTools } from './outbox-tools.ts';

/** Copies the database into a new file while `serve` may keep running. Throws `StorageRefusal`. */
export const backUp = ({ config }: Loaded, { clock }: Runtime, file: string, progress: Progress): Promise<void> =>
  backup(locationOf(config.storage), file, { clock, progress });

/** Most held jobs that are looked at. */
const MOST_JUDGED = 10_000;

export interface RestoreResult extends Restored {
  /** Number of held jobs that were released. */
  readonly released: number;
  /** Of those that are still held, the number that will do nothing when they are released. */
  readonly idle: number;
}

/**
 * Replaces the database by a backup. Throws `StorageRefusal` and changes nothing if the backup was made with another key or for
 * another server, or has no key or server while the present database has one.
 *
 * @param file undefined: another program has put the database back, and only the corrections are made
 * @param release also releases the jobs that a restore holds back
 */
export async function restoreFrom(
  loaded: Loaded,
  runtime: Runtime,
  file: string | undefined,
  release: boolean,
): Promise<RestoreResult> {
  const location = locationOf(loaded.config.storage);
  const parts = allParts.flatMap(({ restored: after }) => after ?? []);
  const checkCopy = makeBackupCheck(loaded.config, file ?? 'The database');
  const restored =
    file === undefined
      ? await correctRestored(location, runtime, { checkCopy, parts })
      : await restore(location, file, runtime, { checkCopy, parts });
  await using tools = await openOutboxTools(loaded, runtime);
  if (release) return { ...restored, released: await tools.outbox.releaseHeld(), idle: 0 };
  const held = await tools.outbox.list({ state: 'held', limit: MOST_JUDGED });
  const words = await tools.words.describeAll(held);
  return { ...restored, released: 0, idle: words.filter((each) => each.idle !== undefined).length };
}
