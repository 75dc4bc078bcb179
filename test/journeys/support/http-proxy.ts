import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listening } from '../../support/free-port.ts';

/** `pass` goes on, `answer-lost` goes on and is cut before the answer comes back; `answered`: the rule did it itself. */
export type Fate = 'pass' | 'answer-lost' | 'answered';

export interface HttpProxy extends AsyncDisposable {
  readonly url: string;
  /** What becomes of each request from now on. A promise holds it until it resolves. */
  rule(rule: Rule): void;
}

type Rule = (req: IncomingMessage, res: ServerResponse) => Fate | Promise<Fate>;

/**
 * Stands before a server as a reverse proxy would, and may meddle with what passes. `to` is asked for each request.
 *
 * @param sayWho adds the address of whoever asks to `X-Forwarded-For`, as nginx and Caddy do
 */
export async function startHttpProxy(to: () => string, sayWho = false): Promise<HttpProxy> {
  let rule: Rule = () => 'pass';
  const server = http.createServer(async (req, res) => {
    const fate = await rule(req, res);
    if (fate === 'answered') return;
    const { host: _, ...headers } = req.headers;
    if (sayWho) {
      const before = headers['x-forwarded-for'];
      headers['x-forwarded-for'] = [before ?? [], req.socket.remoteAddress ?? ''].flat().join(', ');
    }
    const passed = http.request(`${to()}${req.url}`, { method: req.method ?? 'GET', headers }, (answer) => {
      if (fate === 'answer-lost') return void answer.resume().on('end', () => req.socket.destroy());
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      return void answer.pipe(res);
    });
    passed.on('error', () => req.socket.destroy());
    req.pipe(passed);
  });
  await listening(server, 0);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rule(next) {
      rule = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
