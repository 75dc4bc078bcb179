import net, { type AddressInfo } from 'node:net';

/** A loopback port that nobody listened on a moment ago; for programs that must be told their port. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await listening(server, 0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Listens on loopback; rejects when the port is taken. */
export function listening(server: net.Server, port: number, host = '127.0.0.1'): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
