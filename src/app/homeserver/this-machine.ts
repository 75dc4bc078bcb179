import { readFile } from 'node:fs/promises';
import type { Instance } from '../../homeserver/instance-step.ts';
import { digestOf } from '../../kernel/digest-of.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { Storage } from '../../storage/storage.ts';

/** Name of the stored value. A restore keeps the value of the database that it replaces. */
const TAKE_OVER = 'take-over';

/**
 * Returns the id of a database on this machine, 32 hexadecimal digits. A plain copy of the file on another machine (a clone, a
 * staging copy) has another id, and must ask before it acts. `/etc/machine-id` (systemd, machine-id(5)) tells them apart. If both
 * machines have the same or none, as in many containers, the copies have one id until one of them takes over.
 *
 * @param instanceId the one kept in the database
 * @param tookOver the value that `becomeAnother` stored, if any
 */
export async function onThisMachine(instanceId: string, tookOver = ''): Promise<string> {
  const machine = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return digestOf(`${instanceId}|${machine.trim()}${tookOver}`).slice(0, 32);
}

/** This database, as the homeserver keeps its id if it is the one that acts. */
export const instanceOf = async (
  { meta, memory, applications }: Pick<Storage, 'meta' | 'memory' | 'applications'>,
  takeOver: boolean,
): Promise<Instance> => ({
  id: await onThisMachine(await meta.instanceId(), await memory.recall(TAKE_OVER)),
  takeOver,
  isEmpty: async () => (await applications.list([], 1)).length === 0,
});

/** Gives this database another id than all its copies have, including those on the same machine. */
export const becomeAnother = (memory: MemoryStore, ids: Ids): Promise<void> =>
  memory.remember(TAKE_OVER, ids.random(16).toString('hex'));
