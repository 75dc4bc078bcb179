import type { AddressInfo, Server } from 'node:net';
import { Fault, type FaultOptions } from '../kernel/fault.ts';
import type { HostPort } from '../kernel/host-port.ts';

/** An address that Porter could not listen on. */
export class ListenFault extends Fault {
  readonly at: HostPort;

  constructor(at: HostPort, message: string, options: FaultOptions) {
    super(message, options);
    this.at = at;
  }
}

/** Resolves with the port. Throws `Fault` when the address cannot be had. */
export async function listenOn(server: Server, listen: HostPort): Promise<number> {
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

const words: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this user may not listen there',
  ENOTFOUND: 'this machine has no such address',
};

function listenFault(at: HostPort, error: NodeJS.ErrnoException): ListenFault {
  const { host, port } = at;
  const why = words[error.code ?? ''] ?? error.code ?? 'it was refused';
  return new ListenFault(at, `Cannot listen on ${host}:${port}: ${why}`, {
    code: error.code === 'EADDRINUSE' ? 'listener.in-use' : 'listener.refused',
    retryable: false,
    remedy: 'End the other program or set another address.',
    scope: 'channel',
    cause: error,
  });
}
