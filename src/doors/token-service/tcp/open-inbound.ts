import { createServer, type Socket } from 'node:net';
import { MINUTE, SECOND } from '../../../kernel/clock.ts';
import type { HostPort } from '../../../kernel/host-port.ts';
import { listenOn } from '../../../web/listen-on.ts';
import { plainAddress } from '../../../web/network-of.ts';
import { makeNetworks } from '../../../web/networks.ts';
import { makeWriteSeldom } from '../../../web/write-seldom.ts';
import { sentences } from '../sentences.ts';
import { closeGently } from './close-gently.ts';
import { type ServedConnection, serveConnection } from './connection.ts';
import { refusal } from './responses.ts';
import type { TokenTcpNeeds } from './settings.ts';
import { makeTroubleLog } from './trouble-log.ts';

export interface InboundNeeds extends TokenTcpNeeds {
  readonly listen: HostPort;
  /** Addresses and networks that may connect; undefined: everybody who reaches the port. */
  readonly allow?: readonly string[] | undefined;
  /** Connections at once; where there is a secret, only those that have said it are counted. */
  readonly connections: number;
  /** Where there is a secret: connections at once that have not said it yet. One more closes the oldest of them. */
  readonly strangers?: number;
  /** How long responses may take once the door is closed, milliseconds. */
  readonly closeWithin?: number;
}

export interface Inbound extends AsyncDisposable {
  readonly port: number;
  connections(): number;
}

const KEEP_ALIVE = MINUTE;
/** Refused connections that may still be open at once to read why; one more is closed without a word. */
const TURNED_AWAY = 100;
const CLOSE_WITHIN = 5 * SECOND;
/** More than the kernel queues at the port (511), so a client that says the secret at once is read before it could be closed. */
const STRANGERS = 1_000;
const PUSHED_OUT = 'newer connections came before it had said the secret';

/**
 * Listens for programs that ask for tokens. One connection too many, or one from an address that may not connect, is told so and
 * closed; no open connection is closed for it, because a program may rightly be silent for days. Where there is a secret, this
 * holds for connections that have said it; of the others a new one closes the oldest. Disposing takes no new request, answers
 * those that have come, and resolves when the last connection is gone. Throws `Fault` when it cannot listen at the address.
 */
export async function openInbound(needs: InboundNeeds): Promise<Inbound> {
  const { listen, allow, secret, clock, log, closeWithin = CLOSE_WITHIN, strangers: most = STRANGERS } = needs;
  const isAllowed = allow === undefined ? undefined : makeNetworks(allow);
  const all = new Set<Socket>();
  const served = new Map<Socket, ServedConnection>();
  /** The connections that have not said the secret yet, the oldest first. */
  const strangers = new Set<Socket>();
  let closing = false;
  const noteTurnedAway = makeWriteSeldom(clock, (fields) =>
    log.warn('a connection for meeting tokens was turned away', fields),
  );

  const connectionNeeds = { ...needs, trouble: makeTroubleLog(clock, log) };

  const server = createServer({
    ...{ allowHalfOpen: true, noDelay: true },
    ...{ keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE },
  });

  function turnAway(socket: Socket, address: string, sentence: string): void {
    noteTurnedAway({ address, why: sentence });
    socket.on('error', () => {});
    if (all.size - served.size > TURNED_AWAY) return void socket.destroy();
    socket.write(refusal(sentence, Math.floor(clock.now() / SECOND), undefined));
    closeGently(socket, clock);
  }

  const isFull = (): boolean => served.size - strangers.size >= needs.connections;

  function forget(socket: Socket): void {
    all.delete(socket);
    served.delete(socket);
    strangers.delete(socket);
  }

  function addStranger(socket: Socket): void {
    strangers.add(socket);
    if (strangers.size <= most) return;
    const [oldest = socket] = strangers;
    noteTurnedAway({ address: addressOf(oldest), why: PUSHED_OUT });
    // Removed now and not on "close", which comes later: the next connection must not choose the same one.
    forget(oldest);
    oldest.destroy();
  }

  function admit(socket: Socket, address: string): string | undefined {
    if (isFull()) {
      noteTurnedAway({ address, why: sentences.tooMany });
      return sentences.tooMany;
    }
    strangers.delete(socket);
    return undefined;
  }

  server.on('connection', (socket) => {
    all.add(socket);
    socket.once('close', () => forget(socket));
    const address = addressOf(socket);
    if (closing || address === '') return void socket.destroy();
    if (isAllowed?.(address) === false) return turnAway(socket, address, sentences.notAllowed);
    if (secret === undefined && isFull()) return turnAway(socket, address, sentences.tooMany);
    const caller = { name: `tcp ${address}`, kind: 'program', policy: needs.policy } as const;
    served.set(
      socket,
      serveConnection(socket, caller, connectionNeeds, () => admit(socket, address)),
    );
    if (secret !== undefined) addStranger(socket);
  });

  const port = await listenOn(server, listen);
  server.on('error', (error) => log.error('the listener for meeting tokens failed', { error }));

  return {
    port,
    connections: () => served.size,
    async [Symbol.asyncDispose]() {
      if (closing) return;
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of served.values()) connection.finish();
      const cancel = clock.after(closeWithin, () => {
        for (const socket of all) socket.destroy();
      });
      await closed;
      cancel();
    },
  };
}

/** Cuts the scope off, which follows the address of a machine on the same link: fe80::1%eth0. */
const addressOf = ({ remoteAddress = '' }: Socket): string => plainAddress(remoteAddress).replace(/%.*$/, '');
