import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/**
 * A database on this machine, as 32 hexadecimal digits: a plain copy of its file on another machine (a clone, a staging copy)
 * is another one, and must ask before it acts. Where the system has no `/etc/machine-id` (systemd, machine-id(5)), as in many
 * containers, the database alone counts.
 *
 * @param instanceId the one kept in the database
 */
export async function onThisMachine(instanceId: string): Promise<string> {
  const machine = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return createHash('sha256').update(`${instanceId}|${machine.trim()}`).digest('hex').slice(0, 32);
}
