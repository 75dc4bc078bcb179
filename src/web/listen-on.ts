import type { AddressInfo, Server } from 'node:net';
import { Fault } from '../kernel/fault.ts';

/** Where a door listens. Port 0 takes a free one. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** Resolves with the port. Throws `Fault` when the address cannot be had. */
export async function listenOn(server: Server, listen: Listen): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => reject(listenFault(listen, error));
    server.once('error', failed);
    server.listen(listen.port, listen.host, () => {
      server.off('error', failed);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

function listenFault({ host, port }: Listen, error: NodeJS.ErrnoException): Fault {
  const why = error.code === 'EADDRINUSE' ? 'another program listens there' : (error.code ?? 'it was refused');
  return new Fault(`Cannot listen on ${host}:${port}: ${why}`, {
    code: error.code === 'EADDRINUSE' ? 'listener.in-use' : 'listener.refused',
    retryable: false,
    remedy: 'End the other program or set another address.',
    scope: 'channel',
    cause: error,
  });
}
