/** An HTTP server that lets faults happen; the stand-ins say what a call means. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { listening } from '../../free-port.ts';
import { resetSocket } from '../reset-socket.ts';
import type { PeerFaultsQueue } from './faults-queue.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects go out as JSON, text as it is. */
  readonly body: unknown;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Says what the call is (for the record and for faults), then what it does. */
export interface HttpRoute<Call> {
  readonly call: Call;
  handle(): Promise<HttpAnswer> | HttpAnswer;
}

export interface HttpHost extends AsyncDisposable {
  readonly port: number;
  /** Ends all connections and takes no new ones until `up`, on the same port. */
  down(): Promise<void>;
  up(): Promise<void>;
}

export async function serveHttp<Call>(options: {
  readonly port: number;
  readonly faults: PeerFaultsQueue<Call, HttpAnswer>;
  /** Called for every request, in order of arrival. */
  route(request: HttpRequest): HttpRoute<Call>;
  /** Takes over a connection that is to speak something else. */
  upgrade?(request: http.IncomingMessage, socket: Duplex, head: Buffer): void;
}): Promise<HttpHost> {
  const server = http.createServer({ keepAliveTimeout: 30_000 }, (req, res) => {
    answer(req, res).catch((error: unknown) => {
      // A bug in the stand-in: fail loudly in the test that uses it.
      res.writeHead(599).end(String(error instanceof Error ? error.stack : error));
    });
  });

  if (options.upgrade) server.on('upgrade', options.upgrade);

  async function answer(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    const body = await bodyOf(req);
    // Cut while it was sent: nothing arrived.
    if (body === undefined) return;
    const { call, handle } = options.route({
      method: req.method ?? 'GET',
      url: new URL(req.url ?? '/', 'http://stand-in'),
      headers: req.headers,
      body,
    });
    const fault = options.faults.take(call);
    if (fault?.lose === 'request') return cut(res);
    if (fault?.hang === 'request') return;
    if (fault?.answer) return send(res, fault.answer);
    const result = await handle();
    if (fault?.lose === 'answer') return cut(res);
    if (fault?.hang === 'answer') return;
    send(res, result);
  }

  await listening(server, options.port);
  const { port } = server.address() as AddressInfo;
  const down = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { port, down, up: () => listening(server, port), [Symbol.asyncDispose]: down };
}

async function bodyOf(req: http.IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of req) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

const cut = (res: http.ServerResponse): void => {
  if (res.socket) resetSocket(res.socket);
};

function send(res: http.ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (res.destroyed) return;
  const [text, type] =
    typeof body === 'string'
      ? [body, body.startsWith('<') ? 'text/html' : 'text/plain']
      : [JSON.stringify(body), 'application/json'];
  res.writeHead(status, { 'content-type': type, ...headers });
  res.end(text);
}
