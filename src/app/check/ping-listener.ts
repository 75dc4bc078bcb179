import { createServer } from 'node:http';
import type { HostPort } from '../../kernel/host-port.ts';
import { sameText } from '../../kernel/same-text.ts';
import type { Secret } from '../../kernel/secret.ts';

export interface PingListener extends AsyncDisposable {
  /** `taken`: another process listens there, most likely a running `serve`, which then answers the ping. */
  readonly state: 'listening' | 'taken' | 'impossible';
}

/**
 * Answers the homeserver's ping while no `serve` runs. Every other request gets 503, so that the homeserver keeps its events for
 * later.
 */
export async function openPingListener(listen: HostPort, hsToken: Secret): Promise<PingListener> {
  const server = createServer((req, res) => {
    const known = sameText(req.headers.authorization ?? '', `Bearer ${hsToken.reveal()}`);
    const ping = req.method === 'POST' && req.url?.split('?')[0] === '/_matrix/app/v1/ping';
    const status = !known ? 403 : ping ? 200 : 503;
    const body =
      status === 200 ? '{}' : JSON.stringify({ errcode: known ? 'M_UNKNOWN' : 'M_FORBIDDEN', error: 'Only a check' });
    req.resume();
    res.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' }).end(body);
  });
  const state = await new Promise<PingListener['state']>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRINUSE' ? 'taken' : 'impossible'),
    );
    server.listen(listen.port, listen.host, () => resolve('listening'));
  });
  return {
    state,
    async [Symbol.asyncDispose]() {
      if (state !== 'listening') return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
