import net from 'node:net';
import { freePort, listening } from '../test/support/free-port.ts';

/** Returns the wished port if it is free, so that addresses stay the same from one demo to the next; otherwise any free port. */
export async function portNear(wished: number): Promise<number> {
  const server = net.createServer();
  try {
    await listening(server, wished);
  } catch {
    return freePort();
  }
  await new Promise((resolve) => server.close(resolve));
  return wished;
}
