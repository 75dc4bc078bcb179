import type { EventEmitter } from 'node:events';
import net from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { type Client, client, type Options } from '@xmpp/client';
import type { Fault } from '../../kernel/fault.ts';
import { type Asked, connectionFault } from './classify.ts';
import { SM } from './stanzas.ts';

/** What the library has beside its published types. */
interface Inner {
  readonly streamManagement: EventEmitter & {
    id: string;
    enabled: boolean;
    inbound: number;
    outbound: number;
    /** What was sent and is not acknowledged. */
    outbound_q: unknown[];
  };
  _onData(data: Buffer | string): void;
  connect(service: string): Promise<void>;
  timeout: number;
}

/** A client of the library for one connection, whose errors end that connection and nothing else. */
export interface GuardedClient {
  readonly xmpp: Client;
  readonly streamManagement: Inner['streamManagement'];
  readonly over: boolean;
  /** How many stanzas of this session the server knows that Porter has; undefined before it was told. */
  readonly acknowledged: number | undefined;
  /** Resolves with the reason once it is over. Never rejects. */
  readonly ended: Promise<Fault>;
  /** Ends it for this reason, unless it is over already. */
  end(error: unknown): void;
  /** Connects and opens the stream; the rest of the login follows by itself. Rejects if the socket or the stream does not open. */
  start(): Promise<void>;
  /** Says good-bye. @param limitMs milliseconds that each of its steps waits for the server */
  stop(limitMs: number): Promise<void>;
}

/**
 * @param socketParameters what Node's `connect` of the socket is given
 * @param kept resolves once everything that came so far may be acknowledged
 */
export function makeGuardedClient(
  options: Options,
  socketParameters: object,
  asked: Asked,
  kept: () => Promise<void>,
): GuardedClient {
  const xmpp = client(options);
  // A cast, because the types name neither what stream management keeps nor where data come in.
  const inner = xmpp as unknown as Inner;
  const sockets = new Set<object>();
  const ending = Promise.withResolvers<Fault>();
  let over = false;
  let acknowledged: number | undefined;

  // Before anything else: without a listener the first refused connection ends the process.
  xmpp.on('error', end);
  xmpp.on('disconnect', () => end(undefined));
  xmpp.on('status', guardSocket);
  xmpp.reconnect.stop();
  xmpp.socketParameters = () => socketParameters;
  readSafely();
  acknowledgeLater();
  return {
    xmpp,
    streamManagement: inner.streamManagement,
    get over() {
      return over;
    },
    get acknowledged() {
      return acknowledged;
    },
    ended: ending.promise,
    end,
    async start() {
      const connecting = inner.connect(String(xmpp.options.service));
      guardSocket();
      await connecting;
      await xmpp.open({ domain: asked.domain });
    },
    async stop(limitMs) {
      inner.timeout = limitMs;
      await xmpp.stop().catch(() => undefined);
    },
  };

  function end(error: unknown): void {
    if (over) return;
    over = true;
    ending.resolve(connectionFault(error, asked));
    // It follows a server's "see other host" by itself.
    inner.connect = () => Promise.reject(new Error('this connection is over'));
    for (const socket of sockets) destroy(socket);
  }

  /**
   * The library takes its listener off a socket that is still open when it gives a connection up. An error of it would end the
   * process.
   */
  function guardSocket(): void {
    const { socket } = xmpp;
    if (socket === null || sockets.has(socket)) return;
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (over) destroy(socket);
  }

  /** The library acknowledges what has come in, not what is safe. */
  function acknowledgeLater(): void {
    const send = xmpp.send.bind(xmpp);
    xmpp.send = async (element) => {
      const isAcknowledgement = element.is('a', SM);
      if (isAcknowledgement) await kept();
      await send(element);
      if (isAcknowledgement) acknowledged = Number(element.attrs['h']);
    };
  }

  /**
   * What the library throws while it reads (malformed XML or addresses, data behind the end of a stream) would end the process too.
   * It also decodes each packet alone, and so breaks a character that two packets share.
   */
  function readSafely(): void {
    const read = inner._onData.bind(xmpp);
    const decoder = new StringDecoder('utf8');
    inner._onData = (data) => {
      if (over) return;
      try {
        read(typeof data === 'string' ? data : decoder.write(data));
      } catch (error) {
        end(error);
      }
    };
  }
}

/** Sockets of the library are Node's, or hold one. */
function destroy(socket: object): void {
  const { socket: held } = socket as { readonly socket?: unknown };
  for (const each of [socket, held]) if (each instanceof net.Socket) each.destroy();
}
