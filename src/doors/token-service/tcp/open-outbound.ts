import { connect, type Socket } from 'node:net';
import { MINUTE, SECOND } from '../../../kernel/clock.ts';
import type { HostPort } from '../../../kernel/host-port.ts';
import type { Ids } from '../../../kernel/ids.ts';
import { whyUnreachable } from '../../../kernel/why-unreachable.ts';
import { type ServedConnection, serveConnection } from './connection.ts';
import { waitBeforeDial } from './dial-again.ts';
import type { TokenTcpNeeds } from './settings.ts';
import { makeTroubleLog } from './trouble-log.ts';

export interface OutboundNeeds extends TokenTcpNeeds {
  /** Where the game listens that asks for tokens. */
  readonly target: HostPort;
  /** For the random part of the wait before the next dial. */
  readonly ids: Pick<Ids, 'random'>;
  /** How long responses may take once the door is closed, milliseconds. */
  readonly closeWithin?: number;
}

export interface Outbound extends AsyncDisposable {
  connected(): boolean;
}

const CONNECT_WITHIN = 10 * SECOND;
/** A connection that was shorter than this and brought no request does not count as a success. */
const STEADY = MINUTE;
const CLOSE_WITHIN = 5 * SECOND;

/**
 * Dials a game that cannot dial us, serves it, and dials again whenever the connection ends. Never throws: the log gets one line
 * whenever the game goes away or comes back. Disposing answers what has come and resolves when the connection is gone.
 */
export function openOutbound(needs: OutboundNeeds): Outbound {
  const { target, clock, log, ids, closeWithin = CLOSE_WITHIN } = needs;
  const connectionNeeds = { ...needs, trouble: makeTroubleLog(clock, log) };
  const name = `${target.host}:${target.port}`;
  const stopping = new AbortController();
  let socket: Socket | undefined;
  let connection: ServedConnection | undefined;
  let failures = 0;
  /** What the last log line said. */
  let said: 'connected' | 'away' | undefined;

  function say(what: 'connected' | 'away', why?: string): void {
    if (said === what) return;
    said = what;
    if (what === 'connected') log.info('connected to the program that asks for meeting tokens', { target: name });
    else log.warn('the program that asks for meeting tokens is away; Porter keeps dialling', { target: name, why });
  }

  /** Resolves when the connection is gone, or when there was none. */
  function dialOnce(): Promise<void> {
    return new Promise((resolve) => {
      const dialled = connect({
        ...{ host: target.host, port: target.port, allowHalfOpen: true, noDelay: true },
        ...{ keepAlive: true, keepAliveInitialDelay: MINUTE },
      });
      socket = dialled;
      let since: number | undefined;
      let why = 'it closed the connection';
      const cancel = clock.after(CONNECT_WITHIN, () => {
        why = 'time-out';
        dialled.destroy();
      });
      dialled.once('connect', () => {
        cancel();
        since = clock.monotonic();
        say('connected');
        const caller = { name: `tcp ${name}`, kind: 'program', policy: needs.policy } as const;
        connection = serveConnection(dialled, caller, connectionNeeds);
      });
      dialled.on('error', (error: NodeJS.ErrnoException) => {
        why = whyUnreachable(error.code ?? '') ?? error.code ?? 'unknown';
      });
      dialled.once('close', () => {
        cancel();
        const well = since !== undefined && (connection?.served === true || clock.monotonic() - since >= STEADY);
        failures = well ? 1 : failures + 1;
        connection = undefined;
        socket = undefined;
        if (!stopping.signal.aborted) say('away', why);
        resolve();
      });
    });
  }

  const running = (async () => {
    while (!stopping.signal.aborted) {
      await dialOnce();
      await clock.sleep(waitBeforeDial(failures, ids), stopping.signal);
    }
  })();

  return {
    connected: () => connection !== undefined,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      if (connection === undefined) socket?.destroy();
      else connection.finish();
      const cancel = clock.after(closeWithin, () => socket?.destroy());
      await running;
      cancel();
    },
  };
}
