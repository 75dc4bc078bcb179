import net from 'node:net';
import { freePort, listening } from '../test/support/free-port.ts';

/** The ports of everything that a browser or a Matrix client opens. */
export interface DemoPorts {
  readonly watch: number;
  readonly site: number;
  readonly operations: number;
  readonly homeserver: number;
}

/** Always the same ones, so that addresses and a tunnel stay good from one demo to the next. */
export const wished: DemoPorts = { watch: 8490, site: 8491, operations: 8492, homeserver: 8493 };

/** The wished port if it is free, otherwise any free one. */
async function portNear(port: number): Promise<number> {
  const server = net.createServer();
  try {
    await listening(server, port);
  } catch {
    return freePort();
  }
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Takes the wished ports where they are free. Calls `told` for each that is not. */
export async function takePorts(told: (sentence: string) => void, near = wished): Promise<DemoPorts> {
  const ports = { watch: 0, site: 0, operations: 0, homeserver: 0 };
  for (const name of ['watch', 'site', 'operations', 'homeserver'] as const) {
    ports[name] = await portNear(near[name]);
    if (ports[name] !== near[name])
      told(`Port ${near[name]} is taken by another program; ${ports[name]} is used instead.`);
  }
  return ports;
}

/** What to type on the machine where the browser runs, if the demo runs on another one. @param host `user@machine` of the demo */
export const sshLine = (ports: DemoPorts, host: string): string =>
  ['ssh', ...Object.values(ports).map((port: number) => `-L ${port}:127.0.0.1:${port}`), host].join(' ');
