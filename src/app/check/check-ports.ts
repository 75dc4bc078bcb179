import { createServer } from 'node:net';
import { bad, type CheckLine } from '../../kernel/check-line.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import { databaseAt } from '../../storage/dialects/dialects.ts';
import { type Config, configShape } from '../config.ts';
import { placeOf } from '../open-database.ts';

/**
 * Ports that `serve` would not get because another program has them. Says nothing while a Porter runs on this database: then they
 * are its own.
 */
export async function checkPorts(config: Config): Promise<readonly CheckLine[]> {
  if (databaseAt(placeOf(config.storage)).ownerAtWork?.() !== false) return [];
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

/** Only that: whether this user may listen there is another matter, `serve` runs as its own. */
function isTaken({ host, port }: HostPort): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}
