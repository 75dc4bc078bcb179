import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type FakeAnswer, makeFakeState } from './fake-state.ts';

/** What a test does to requests that fit. Absent: the request is answered as Synapse would. */
export interface FakeTrouble {
  /** Part of `METHOD /path?query`; every request when left out. */
  readonly on?: string;
  /** So many requests meet it; without a number all do until `heal()`. */
  readonly times?: number;
  /** `before`: the connection ends and nothing was done; `after`: it was done, the answer is lost. */
  readonly cut?: 'before' | 'after';
  /** Answered with this instead. A string as body is sent as it is. */
  readonly answer?: {
    readonly status: number;
    readonly body: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** No answer ever; the connection stays open. */
  readonly hang?: boolean;
  /** Answered with the beginning of a body that never ends. */
  readonly endless?: boolean;
  /** Called before the request is answered, e.g. to make a stranger's account in between. */
  readonly meanwhile?: () => void;
}

export interface FakeCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly authorization: string;
}

/** A homeserver of a few hundred lines for faults that a real Synapse cannot be made to have. */
export interface FakeHomeserver extends AsyncDisposable {
  readonly url: string;
  readonly calls: readonly FakeCall[];
  readonly state: ReturnType<typeof makeFakeState>;
  trouble(trouble: FakeTrouble): void;
  heal(): void;
  /** Ends all kept connections, as a restart does. */
  dropConnections(): void;
}

export async function startFakeHomeserver(): Promise<FakeHomeserver> {
  const state = makeFakeState();
  const calls: FakeCall[] = [];
  let troubles: { trouble: FakeTrouble; left: number }[] = [];
  const sockets = new Set<Socket>();

  const meet = (line: string): FakeTrouble | undefined => {
    const found = troubles.find(({ trouble, left }) => left > 0 && line.includes(trouble.on ?? ''));
    if (found !== undefined) found.left -= 1;
    return found?.trouble;
  };

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://fake');
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const call: FakeCall = {
      method: req.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
      authorization: req.headers.authorization ?? '',
    };
    calls.push(call);
    const trouble = meet(`${call.method} ${req.url}`);
    trouble?.meanwhile?.();
    if (trouble?.hang) return;
    if (trouble?.cut === 'before') return void req.socket.destroy();
    if (trouble?.endless) return endless(res);
    const answer: FakeAnswer = trouble?.answer ?? state.answer(call);
    if (trouble?.cut === 'after') return void req.socket.destroy();
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    res.writeHead(answer.status, { 'content-type': 'application/json', ...trouble?.answer?.headers }).end(body);
  }

  const server = createServer((req, res) => void serve(req, res).catch(() => req.socket.destroy()));
  // Only the client ends what it keeps: no request meets a connection that ends just then.
  server.keepAliveTimeout = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, state, dropConnections },
    trouble: (trouble) => void troubles.push({ trouble, left: trouble.times ?? Number.POSITIVE_INFINITY }),
    heal() {
      troubles = [];
    },
    async [Symbol.asyncDispose]() {
      dropConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function endless(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!res.destroyed && res.write('x'.repeat(65_536)));
    if (!res.destroyed) res.once('drain', more);
  };
  more();
}
