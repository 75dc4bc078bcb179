import { type Clock, MINUTE, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { orAborted } from '../../kernel/or-aborted.ts';
import { startLimit } from '../../kernel/time-limit.ts';
import { connectionFault, xmppFault } from './classify.ts';
import type { Connection, ConnectionNeeds, Resumable } from './connection.ts';
import { findServers, type ResolveSrv } from './find-servers.ts';
import { openConnection } from './open-connection.ts';
import { presenceStanza, requestStanza } from './stanzas.ts';

/** Milliseconds for one login, over all servers that DNS names. */
const LOGIN_MS = 30 * SECOND;
const LONGEST_WAIT_MS = MINUTE;

interface LoginNeeds extends Omit<ConnectionNeeds, 'resume' | 'clock'> {
  readonly clock: Clock;
  readonly resolveSrv: ResolveSrv;
}

export interface SessionNeeds extends LoginNeeds {
  readonly log: Logger;
  /** Called when a new session begins: the server knows nothing of the one before. */
  readonly fresh: () => void;
}

/** The login that deliveries share. Once it was up it is kept up, whether somebody asks for it or not. */
export interface Session extends AsyncDisposable {
  /** The connection, after a login if there is none. Throws `Fault`; or the signal's reason once that aborts. */
  get(signal: AbortSignal): Promise<Connection>;
  readonly current: Connection | undefined;
  /** Logs in and out again, beside a login that is at work here or in another process. Throws `Fault`. */
  tryLogin(signal: AbortSignal): Promise<void>;
}

/** Logs in at the first server that answers. Throws `Fault`. */
async function logIn(needs: LoginNeeds, resume: Resumable | undefined, signal: AbortSignal): Promise<Connection> {
  const { account, clock, resolveSrv } = needs;
  using limit = startLimit(clock, LOGIN_MS, signal);
  let host = account.domain;
  try {
    let first: unknown;
    for (const server of await orAborted(findServers(account.service, resolveSrv), limit.signal)) {
      ({ host } = server);
      try {
        return await openConnection(server, { ...needs, resume }, limit.signal);
      } catch (error) {
        const unreachable = error instanceof Fault && ['xmpp.down', 'xmpp.tls'].includes(error.code);
        if (!unreachable || limit.signal.aborted) throw error;
        first ??= error;
      }
    }
    throw first;
  } catch (error) {
    throw connectionFault(error, { ...account, host });
  }
}

const unheard = {
  kept: async () => undefined,
  stanza: () => undefined,
  acknowledged: () => undefined,
  lost: () => undefined,
};

export function makeSession(needs: SessionNeeds): Session {
  const { account, clock, log, fresh } = needs;
  const closing = new AbortController();
  let current: Connection | undefined;
  let opening: Promise<Connection> | undefined;
  let resume: Resumable | undefined;
  let failures = 0;
  let cancelWatch = (): void => undefined;
  /**
   * Why nobody logs in until then: the password was refused, and servers shut out who tries it again and again; or another program has
   * taken the resource, and to take it back would begin an endless game.
   */
  let held: { readonly fault: Fault; readonly until: number } | undefined;
  let told: string | undefined;
  const events: SessionNeeds['events'] = {
    ...needs.events,
    lost(stanza) {
      resume = undefined;
      needs.events.lost(stanza);
    },
  };

  function open(): Promise<Connection> {
    cancelWatch();
    opening ??= openOnce().finally(() => {
      opening = undefined;
    });
    return opening;
  }

  async function openOnce(): Promise<Connection> {
    try {
      const connection = await logIn({ ...needs, events }, resume, closing.signal);
      adopt(connection);
      return connection;
    } catch (error) {
      // Whatever it is, the watch must not end with it.
      watch(connectionFault(error, { ...account, host: account.domain }));
      throw error;
    }
  }

  function adopt(connection: Connection): void {
    current = connection;
    failures = 0;
    held = undefined;
    if (!connection.resumed) fresh();
    // At the start somebody else says it.
    log[told === undefined ? 'debug' : 'info'](
      `xmpp: ${connection.resumed ? 'connected again' : 'connected'} as ${connection.jid}`,
    );
    told = undefined;
    // After a resumption the library sends again what was not acknowledged, but asks only when nothing more is sent for a while.
    connection.send(connection.resumed ? requestStanza() : presenceStanza()).catch(() => undefined);
    void connection.ended.then((fault) => {
      current = undefined;
      resume = connection.resumable();
      watch(fault);
    });
  }

  /** Sees to it that there is a connection again, unless somebody has to do something about it first. */
  function watch(fault: Fault): void {
    cancelWatch();
    if (closing.signal.aborted) return;
    if (told !== fault.code) log[fault.retryable ? 'warn' : 'error']('xmpp: there is no connection', { fault });
    told = fault.code;
    hold(fault);
    if (!fault.retryable) return;
    const wait = Math.min(LONGEST_WAIT_MS, SECOND * 2 ** Math.min(failures, 10));
    failures += 1;
    cancelWatch = clock.after(wait, () => void open().catch(() => undefined));
  }

  function hold(fault: Fault): void {
    const { retryable, afterMs } = fault;
    if (!retryable && afterMs !== undefined) held = { fault, until: clock.monotonic() + afterMs };
  }

  function assertNotHeld(): void {
    if (held && clock.monotonic() < held.until) throw held.fault;
  }

  return {
    get current() {
      return current;
    },
    async get(signal) {
      if (closing.signal.aborted) throw closed(account.domain);
      if (current && !current.over) return current;
      // Then it is noted what a next connection needs to go on with its session.
      await current?.ended;
      assertNotHeld();
      return orAborted(open(), signal);
    },
    async tryLogin(signal) {
      assertNotHeld();
      try {
        // Without a resource of ours the server makes one up, and ends no other login.
        const trial = { ...needs, events: unheard, account: { ...account, resource: '' } };
        await (await logIn(trial, undefined, signal)).close();
      } catch (error) {
        if (error instanceof Fault) hold(error);
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      closing.abort(closed(account.domain));
      cancelWatch();
      await opening?.catch(() => undefined);
      await current?.close();
    },
  };
}

const closed = (domain: string): Fault =>
  xmppFault(`The connection to ${domain} is being closed`, {
    ...{ code: 'xmpp.closed', retryable: true, scope: 'channel' },
  });
