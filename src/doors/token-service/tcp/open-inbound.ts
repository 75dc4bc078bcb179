import { createServer, type Socket } from 'node:net';
import { MINUTE, SECOND } from '../../../kernel/clock.ts';
import type { HostPort } from '../../../kernel/host-port.ts';
import { listenOn } from '../../../web/listen-on.ts';
import { plainAddress } from '../../../web/network-of.ts';
import { makeNetworks } from '../../../web/networks.ts';
import { makeWriteSeldom } from '../../../web/write-seldom.ts';
import { sentences } from '../sentences.ts';
import { refusal } from './answers.ts';
import { closeGently } from './close-gently.ts';
import { type ServedConnection, serveConnection } from './connection.ts';
import type { TokenTcpNeeds } from './settings.ts';
import { makeTroubleLog } from './trouble-log.ts';

export interface InboundNeeds extends TokenTcpNeeds {
  readonly listen: HostPort;
  /** Addresses and networks that may connect; undefined: everybody who reaches the port. */
  readonly allow?: readonly string[] | undefined;
  /** At once. */
  readonly connections: number;
  /** How long answers may take once the door is closed, milliseconds. */
  readonly closeWithin?: number;
}

export interface Inbound extends AsyncDisposable {
  readonly port: number;
  connections(): number;
}

const KEEP_ALIVE = MINUTE;
/** Turned away and not yet gone, at once; one more is closed without a word. */
const TURNED_AWAY = 100;
const CLOSE_WITHIN = 5 * SECOND;

/**
 * Listens for programs that ask for tokens. One connection too many, or one from elsewhere, is told so and closed: others may
 * be silent for days and are in their right. Disposing takes no new request, answers those that have come, and resolves when
 * the last connection is gone. Throws `Fault` when the address cannot be had.
 */
export async function openInbound(needs: InboundNeeds): Promise<Inbound> {
  const { listen, allow, clock, log, closeWithin = CLOSE_WITHIN } = needs;
  const isAllowed = allow === undefined ? undefined : makeNetworks(allow);
  const all = new Set<Socket>();
  const served = new Map<Socket, ServedConnection>();
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

  server.on('connection', (socket) => {
    all.add(socket);
    socket.once('close', () => {
      all.delete(socket);
      served.delete(socket);
    });
    // A scope stands behind the address of a neighbour on the same link: fe80::1%eth0.
    const address = plainAddress(socket.remoteAddress ?? '').replace(/%.*$/, '');
    if (closing || address === '') return void socket.destroy();
    if (isAllowed?.(address) === false) return turnAway(socket, address, sentences.notAllowed);
    if (served.size >= needs.connections) return turnAway(socket, address, sentences.tooMany);
    const caller = { name: `tcp ${address}`, kind: 'program', policy: needs.policy } as const;
    served.set(socket, serveConnection(socket, caller, connectionNeeds));
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
