import { randomInt } from 'node:crypto';
import net from 'node:net';
import { listening } from './free-port.ts';

/**
 * A loopback address of one's own, so that a test may use ports which the world has fixed, such as 443, without meeting another
 * test. Undefined where this user may not listen there.
 */
export async function loopbackOfOnesOwn(): Promise<string | undefined> {
  const address = `127.${randomInt(64, 128)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  const server = net.createServer();
  try {
    await listening(server, 443, address);
  } catch {
    return undefined;
  }
  await new Promise((resolve) => server.close(resolve));
  return address;
}

/** What a test that needs such an address passes as options, see `needs`. */
export function needsLowPorts(address: string | undefined): { readonly skip?: string } {
  if (address !== undefined) return {};
  const sentence =
    'Ports below 1024 are closed to this user: run as root, or sysctl net.ipv4.ip_unprivileged_port_start=0.';
  if (process.env['CI']) throw new Error(sentence);
  return { skip: sentence };
}
