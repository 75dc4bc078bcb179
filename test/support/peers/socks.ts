import net, { type AddressInfo } from 'node:net';
import { listening } from '../free-port.ts';

export interface SocksProxy extends AsyncDisposable {
  readonly port: number;
  /** Where it was asked to connect, in order: `host:port`. */
  readonly asked: readonly string[];
}

/** A SOCKS5 proxy that asks for a user name and password (RFC 1928, RFC 1929) and connects to IPv4 addresses. */
export async function startSocksProxy(user: string, password: string): Promise<SocksProxy> {
  const asked: string[] = [];
  const server = net.createServer((client) => {
    client.on('error', () => undefined);
    client.once('data', () => {
      // Of the ways to log in, this one.
      client.write(Buffer.from([5, 2]));
      client.once('data', (login) => {
        const told = login.subarray(2, 2 + login.readUInt8(1)).toString();
        const fits = told === user && login.subarray(3 + told.length).toString() === password;
        client.write(Buffer.from([1, fits ? 0 : 1]));
        if (!fits) return void client.end();
        client.once('data', (wanted) => {
          const host = [...wanted.subarray(4, 8)].join('.');
          const port = wanted.readUInt16BE(8);
          asked.push(`${host}:${port}`);
          const there = net.connect({ host, port }, () => {
            client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
            client.pipe(there).pipe(client);
          });
          there.on('error', () => client.destroy());
          client.on('close', () => there.destroy());
        });
      });
    });
  });
  await listening(server, 0);
  const { port } = server.address() as AddressInfo;
  return { port, asked, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}
