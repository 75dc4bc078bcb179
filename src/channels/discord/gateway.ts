import type { EventEmitter } from 'node:events';
import type { FetchingStrategyOptions, SessionInfo } from '@discordjs/ws';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import { codeOf } from '../../kernel/why-unreachable.ts';

/** From the first packet until the gateway sends what people write. */
const READY_MS = 30 * SECOND;
/** How long the gateway may take to end a connection after the good-bye. */
const GOODBYE_MS = 2 * SECOND;
/** After any of these but the first, the service keeps the session (Discord's documentation, "Gateway"). */
const NORMAL = 1000;
const RESUMING = 4200;

export interface GatewayNeeds {
  /** Of the gateway, `wss://…`, without a query. */
  readonly url: string;
  readonly token: string;
  readonly intents: number;
  /** To go on with; undefined begins a new one. */
  readonly session: SessionInfo | undefined;
  /** Is this an address to which the token may go? */
  readonly trusts: (url: string) => boolean;
  /** Called with each message that somebody writes, in order. */
  readonly message: (message: Readonly<Record<string, unknown>>) => void;
  readonly clock: Pick<Clock, 'after'>;
}

/** Why a connection is over. */
export interface GatewayEnd {
  /** The gateway's own code (Discord's documentation, "Opcodes and Status Codes"); undefined where it gave none. */
  readonly code: number | undefined;
  /** Of Node, OpenSSL, `TIME_IS_UP` or `UNREADABLE`; undefined where there was a connection and it ended by itself. */
  readonly error: string | undefined;
  /** What a next connection can go on with; undefined if the session is over too. */
  readonly session: SessionInfo | undefined;
}

/** One connection, until it ends. It never connects again by itself. */
export interface GatewayConnection {
  /** Resolves with true once what people write comes in, or with false if it ended before. */
  readonly ready: Promise<boolean>;
  /** Never rejects. */
  readonly ended: Promise<GatewayEnd>;
  /** Says good-bye, which ends the session, and waits for the end. */
  close(): Promise<void>;
}

/** What the library has beside its published types. Each of the functions is called by the library without a look at what it rejects with. */
type Inner = Record<
  'internalConnect' | 'onMessage' | 'onClose' | 'heartbeat',
  (...args: unknown[]) => Promise<void>
> & {
  readonly connection: (EventEmitter & { readonly readyState: number; terminate(): void }) | null;
};
const OPEN = 1;

/** The gateway sent what the library cannot read. */
export const UNREADABLE = 'UNREADABLE';

/** Loads the library. */
export async function loadGateway() {
  const { WebSocketShard, WebSocketShardDestroyRecovery, Encoding } = await import('@discordjs/ws');
  return { openGateway: (needs: GatewayNeeds) => open(needs, WebSocketShard, WebSocketShardDestroyRecovery, Encoding) };
}

type Library = typeof import('@discordjs/ws');

/**
 * Connects to the gateway with the library's client for one connection. By itself that client reconnects after half a second, for ever;
 * it takes its listener off sockets that it gives up, whose errors would end the process then; and nobody waits for its promises,
 * which may reject. So it is stopped where it would reconnect, and whatever it throws ends this connection and nothing else.
 */
function open(
  { url, token, intents, session, trusts, message, clock }: GatewayNeeds,
  Shard: Library['WebSocketShard'],
  Recovery: Library['WebSocketShardDestroyRecovery'],
  encodings: Library['Encoding'],
): GatewayConnection {
  const ready = Promise.withResolvers<boolean>();
  const ended = Promise.withResolvers<GatewayEnd>();
  let latest = session;
  let error: string | undefined;
  let over = false;
  let left: Promise<void> = Promise.resolve();

  const options = {
    ...{ compression: null, encoding: encodings.JSON, useIdentifyCompression: false, version: '10' },
    ...{ handshakeTimeout: null, helloTimeout: null, readyTimeout: null, largeThreshold: null, initialPresence: null },
    ...{ token, intents, shardCount: 1, gatewayInformation: { url } },
    identifyProperties: { os: process.platform, browser: 'Porter', device: 'Porter' },
  };
  const shard = new Shard(
    {
      // A cast, because the rest of the gateway's information is for the part of the library that is not used.
      options: options as FetchingStrategyOptions,
      retrieveSessionInfo: () =>
        latest === undefined ? null : { ...latest, resumeURL: trusts(latest.resumeURL) ? latest.resumeURL : url },
      updateSessionInfo(_, info) {
        latest = info ?? latest;
      },
      // Whoever connects decides how often.
      waitForIdentify: async () => undefined,
    },
    0,
  );
  const inner = shard as unknown as Inner;
  const leave = shard.destroy.bind(shard);

  function end({ code, mayResume }: { readonly code?: number | undefined; readonly mayResume: boolean }): void {
    if (over) return;
    over = true;
    cancelLimit();
    ready.resolve(false);
    ended.resolve({ code, error, session: mayResume ? latest : undefined });
    const { connection } = inner;
    const terminate = (): void => connection?.terminate();
    const isOpen = connection?.readyState === OPEN;
    hearErrors();
    left = leave({ code: mayResume ? RESUMING : NORMAL }).catch(() => undefined);
    const cancel = clock.after(GOODBYE_MS, terminate);
    // A connection on which nothing comes back would keep the good-bye waiting.
    if (mayResume || !isOpen) terminate();
    void left.finally(cancel);
  }
  /** The library takes its own listener off. */
  function hearErrors(): void {
    inner.connection?.on('error', () => undefined);
  }
  function fail(reason: unknown): void {
    error ??= codeOf(reason) ?? UNREADABLE;
    end({ mayResume: false });
  }
  const cancelLimit = clock.after(READY_MS, () => {
    error = 'TIME_IS_UP';
    end({ mayResume: false });
  });

  for (const name of ['internalConnect', 'onMessage', 'onClose', 'heartbeat'] as const) {
    const run = inner[name].bind(shard);
    inner[name] = (...args) => run(...args).catch(fail);
  }
  shard.destroy = async ({ code, recover } = {}) => end({ code, mayResume: recover === Recovery.Resume });
  // What ends a connection comes by `destroy` as well.
  shard.on('error', () => undefined);
  shard.on('socketError', (reason) => {
    error ??= codeOf(reason);
  });
  for (const name of ['ready', 'resumed'] as const) {
    shard.on(name, () => {
      cancelLimit();
      ready.resolve(true);
    });
  }
  shard.on('dispatch', ({ t: type, d: data }) => {
    if (type === 'MESSAGE_CREATE' && isObject(data)) message(data);
  });

  // Its promise stays open where the connection ends before it is ready.
  shard.connect().catch(() => undefined);
  // The library has made its socket by then, and nothing can have come over it.
  setImmediate(hearErrors);

  return {
    ready: ready.promise,
    ended: ended.promise,
    async close() {
      end({ mayResume: false });
      await left;
    },
  };
}
