import { createServer } from 'node:net';
import { bad, type CheckLine } from '../../kernel/check-line.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import { databaseAt } from '../../storage/dialects/dialects.ts';
import { type Config, configShape } from '../config.ts';
import { locationOf } from '../open-database.ts';

/**
 * Finds ports that `serve` could not listen on because another program does. Returns no lines while a Porter runs on this
 * database: the ports are taken by that Porter then.
 */
export async function checkPorts(config: Config): Promise<readonly CheckLine[]> {
  if (databaseAt(locationOf(config.storage)).ownerAtWork?.() !== false) return [];
  const lines: CheckLine[] = [];
  for (const { key: path, at } of configShape.listening(config)) {
    if (!(await isTaken(at))) continue;
    const key = path.join('.');
    lines.push(
      bad('listeners', {
        code: 'listener.in-use',
        sentence: `Another program listens on ${at.host}:${at.port} (${key}), and no Porter runs on this database.`,
        remedy: `End the other program, or set ${key} to another address.`,
      }),
    );
  }
  return lines;
}

/** True if another program listens there. Does not tell whether this user may listen: `serve` runs as a user of its own. */
function isTaken({ host, port }: HostPort): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}
