import { openXmpp } from '../../../src/channels/xmpp/open-xmpp.ts';
import { type Clock, systemClock } from '../../../src/kernel/clock.ts';
import { makeLog } from '../../../src/kernel/log.ts';
import type { Delivery, OpenChannel } from '../../../src/ports/channel.ts';
import { type FaultProxy, startFaultProxy } from '../peers/faults.ts';
import { DOMAIN, type XmppServer } from './server.ts';

/** Within this time an error may come for a message that was acknowledged; milliseconds. */
const WINDOW_MS = 2_000;

/** The time in which an error may come passes at once, or not at all while it is held. Everything else is left to `clock`. */
function makeWindowClock<C extends Clock>(clock: C): { readonly clock: Clock; held: boolean } {
  const windows = {
    held: false,
    clock: {
      ...clock,
      after(ms: number, action: () => void) {
        if (ms !== WINDOW_MS) return clock.after(ms, action);
        const now = windows.held ? undefined : setImmediate(action);
        return () => clearImmediate(now);
      },
    },
  };
  return windows;
}

export interface PorterOverXmpp extends AsyncDisposable {
  readonly channel: OpenChannel;
  readonly windows: { held: boolean };
  /** Stands between Porter and the server. */
  readonly proxy: FaultProxy;
  /** What Porter has sent to the server so far, as it was written. */
  readonly sent: string;
  readonly user: string;
  readonly jid: string;
  /** Lines of the log. */
  readonly said: readonly string[];
}

export interface PorterOptions {
  /** The real time unless told. */
  readonly clock?: Clock;
  readonly password?: string;
  /** The user of an earlier Porter, whose account is there already; a new one unless told. */
  readonly again?: string;
  /** As if it were not on this machine, so that nothing may leave in clear text. */
  readonly far?: boolean;
}

/** Never aborts. */
export const patient = new AbortController().signal;

/** How an attempt ends: the kind of its result, or what it throws. */
export const attempt = ({ channel }: PorterOverXmpp, delivery: Delivery): Promise<unknown> =>
  channel.deliver(delivery, patient).then(
    ({ kind }) => kind,
    (error: unknown) => error,
  );

let users = 0;

/** Porter with an account of its own at a server. */
export async function openPorter(
  server: Pick<XmppServer, 'port' | 'addAccount'>,
  { clock: time = systemClock, password = 'a long pass phrase', far = false, again }: PorterOptions = {},
): Promise<PorterOverXmpp> {
  users += 1;
  const user = again ?? `porter${users}`;
  if (again === undefined) await server.addAccount(user, password);
  const heard: Buffer[] = [];
  const proxy = await startFaultProxy({ to: { port: server.port }, heard: (data) => heard.push(data) });
  const windows = makeWindowClock(time);
  const said: string[] = [];
  const channel = openXmpp({
    account: {
      ...{ domain: DOMAIN, username: user, password: { reveal: () => password }, resource: 'porter' },
      service: { kind: 'address', tls: false, host: '127.0.0.1', port: proxy.port },
    },
    ...{ clock: windows.clock, log: makeLog('debug', (line) => said.push(line)) },
    ...(far ? { trustsClearText: () => false } : {}),
  });
  return {
    get sent() {
      return Buffer.concat(heard).toString('utf8');
    },
    ...{ channel, windows, proxy, user, jid: `${user}@${DOMAIN}`, said },
    async [Symbol.asyncDispose]() {
      await channel[Symbol.asyncDispose]();
      await proxy.close();
    },
  };
}
