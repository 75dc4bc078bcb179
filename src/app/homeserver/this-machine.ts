import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Ids } from '../../kernel/ids.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { Storage } from '../../storage/storage.ts';

/** A restore keeps the one of the database that it replaces. */
const TAKE_OVER = 'take-over';

/**
 * A database on this machine, as 32 hexadecimal digits: a plain copy of its file on another machine (a clone, a staging copy)
 * is another one, and must ask before it acts. What tells them apart is `/etc/machine-id` (systemd, machine-id(5)); where both
 * have the same or none, as in many containers, they are one until one of them takes over.
 *
 * @param instanceId the one kept in the database
 * @param tookOver what `takeOver` left there
 */
export async function onThisMachine(instanceId: string, tookOver = ''): Promise<string> {
  const machine = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return createHash('sha256').update(`${instanceId}|${machine.trim()}${tookOver}`).digest('hex').slice(0, 32);
}

/** By which id the homeserver knows the database that acts, were it this one. */
export const instanceOf = async ({ meta, memory }: Pick<Storage, 'meta' | 'memory'>): Promise<string> =>
  onThisMachine(await meta.instanceId(), await memory.recall(TAKE_OVER));

/** From now on this database has another id than all its copies, also one on the same machine. */
export const becomeAnother = (memory: MemoryStore, ids: Ids): Promise<void> =>
  memory.remember(TAKE_OVER, ids.random(16).toString('hex'));
