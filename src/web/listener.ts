import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Clock, SECOND, systemClock } from '../kernel/clock.ts';
import type { HostPort } from '../kernel/host-port.ts';
import type { Logger } from '../kernel/log.ts';
import { endGently, makeConnectionLimit } from './connections.ts';
import { listenOn } from './listen-on.ts';

/** Times in milliseconds. */
export interface ListenerLimits {
  /** From the connection, or the first byte of a later request, until its headers are complete. */
  readonly headersWithin: number;
  /** Until the whole request is here. */
  readonly requestWithin: number;
  /** How often the two limits above are checked. */
  readonly checkEvery: number;
  /** How long a response may take while nothing moves on its connection. */
  readonly answerWithin: number;
  /** A connection is closed when its response is complete and nothing has moved on it for so long. */
  readonly silentFor: number;
  /**
   * A connection is closed when its response has been complete for so long and is still not fully read, whatever the client
   * sends.
   */
  readonly takenWithin: number;
  readonly keepAlive: number;
  /** How long running requests may take once the listener is closed. */
  readonly closeWithin: number;
  /** Connections at once. One more closes the connection that has been without a request for longest. */
  readonly connections: number;
  /** How many of them may be without a first request. One more closes the one of these that has been there for longest. */
  readonly freshConnections: number;
  /** Bytes of request line and headers. */
  readonly headerBytes: number;
}

/** docs/hardening.md, section 5. */
const defaultLimits: ListenerLimits = {
  headersWithin: 3 * SECOND,
  requestWithin: 6 * SECOND,
  checkEvery: SECOND / 2,
  answerWithin: 60 * SECOND,
  silentFor: 10 * SECOND,
  takenWithin: 60 * SECOND,
  keepAlive: 5 * SECOND,
  closeWithin: 20 * SECOND,
  connections: 2_000,
  freshConnections: 2_000,
  headerBytes: 8_192,
};

export interface ListenerNeeds {
  /** An Express application, or any request handler of `node:http`. */
  readonly app: RequestListener;
  readonly listen: HostPort;
  readonly limits?: Partial<ListenerLimits>;
  readonly log: Logger;
  readonly clock?: Clock;
}

export interface OpenListener extends AsyncDisposable {
  readonly port: number;
}

/**
 * One audience's own HTTP listener. Disposing takes no new request, lets running ones finish within `closeWithin` and
 * resolves when the last connection is gone. Throws `Fault` when the address cannot be had.
 */
export async function openListener(needs: ListenerNeeds): Promise<OpenListener> {
  const { app, listen, log, clock = systemClock } = needs;
  const limits: ListenerLimits = { ...defaultLimits, ...needs.limits };
  const connections = makeConnectionLimit(limits.connections, limits.freshConnections);
  // A socket's own timer starts again with every byte that comes in, so a client could keep it for ever with empty lines.
  const deadlines = new WeakMap<Socket, () => void>();
  const latest = new WeakMap<Socket, ServerResponse>();
  const endAfter = (socket: Socket, ms: number) => {
    deadlines.get(socket)?.();
    if (!socket.destroyed)
      deadlines.set(
        socket,
        clock.after(ms, () => socket.destroy()),
      );
  };
  let closing = false;

  const server = createServer({
    headersTimeout: limits.headersWithin,
    requestTimeout: limits.requestWithin,
    connectionsCheckingInterval: limits.checkEvery,
    keepAliveTimeout: limits.keepAlive,
    maxHeaderSize: limits.headerBytes,
    requireHostHeader: true,
  });
  server.maxRequestsPerSocket = 1_000;
  server.timeout = limits.answerWithin;

  const serve = (req: IncomingMessage, res: ServerResponse) => {
    connections.busy(req.socket);
    latest.set(req.socket, res);
    deadlines.get(req.socket)?.();
    req.socket.setTimeout(limits.answerWithin);
    res.once('prefinish', () => {
      connections.answered(req.socket);
      req.socket.setTimeout(limits.silentFor);
      endAfter(req.socket, limits.takenWithin);
    });
    // While closing, a response that has not begun says so in its header; one that has begun ends with its connection.
    if (closing) res.shouldKeepAlive = false;
    else if (hasBody(req)) closeUnlessRead(req, res);
    res.once('close', () => {
      if (!req.complete) endGently(req);
      else if (closing) req.socket.end();
      // The client has sent another request behind this one, and that is being answered.
      if (latest.get(req.socket) !== res) return;
      connections.idle(req.socket);
      endAfter(req.socket, limits.keepAlive + limits.headersWithin + SECOND);
    });
    app(req, res);
  };

  server.on('connection', (socket: Socket) => {
    connections.opened(socket);
    // Node's own `headersTimeout` is left to the later requests of a connection: it knows no clock but the machine's.
    const late = clock.after(limits.headersWithin, () => answerBroken({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket));
    deadlines.set(socket, late);
    socket.once('close', () => deadlines.get(socket)?.());
  });
  server.on('request', serve);
  // By default Node asks at once for every announced body. Here whoever reads the body asks for it: a sender without a token, or of a
  // body that is too long, is refused before it has sent one.
  server.on('checkContinue', (req: IncomingMessage, res: ServerResponse) => {
    req.once('resume', () => {
      if (!res.headersSent) res.writeContinue();
    });
    serve(req, res);
  });
  // Nobody has to meet other expectations (RFC 9110 section 10.1.1). Node's own handling would bypass all limits.
  server.on('checkExpectation', serve);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => answerBroken(error, socket));

  const port = await listenOn(server, listen);
  server.on('error', (error) => log.error('a listener failed', { error }));

  return {
    port,
    async [Symbol.asyncDispose]() {
      if (closing) return;
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      connections.endIdle();
      const cancel = clock.after(limits.closeWithin, () => {
        log.warn('requests were still running when the listener had to close', {});
        server.closeAllConnections();
      });
      await closed;
      cancel();
    },
  };
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Makes a response that is given before the body was read end its connection, and announce that in its header. */
function closeUnlessRead(req: IncomingMessage, res: ServerResponse): void {
  const writeHead = res.writeHead.bind(res) as (...all: readonly unknown[]) => ServerResponse;
  res.writeHead = (...all: readonly unknown[]) => {
    if (!req.complete) res.shouldKeepAlive = false;
    return writeHead(...all);
  };
}

const statusOf: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers what is not even a request with one line, and closes the connection. */
function answerBroken(error: Pick<NodeJS.ErrnoException, 'code'>, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = statusOf[error.code ?? ''] ?? '400 Bad Request';
  const body = `${status.slice(4)}\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `X-Content-Type-Options: nosniff\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    // A client that never reads would otherwise hold the half-closed connection.
    () => socket.destroy(),
  );
}
