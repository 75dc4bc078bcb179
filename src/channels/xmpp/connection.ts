import type { EventEmitter } from 'node:events';
import net from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import tls from 'node:tls';
import { type Client, client } from '@xmpp/client';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { Fault } from '../../kernel/fault.ts';
import { type Asked, connectionFault, notSafe, xmppFault } from './classify.ts';
import type { Server } from './find-servers.ts';
import type { XmppAccount } from './section.ts';
import { SM, type Stanza } from './stanzas.ts';

/** What a later connection needs to go on with the session of an earlier one (XEP-0198). */
export interface Resumable {
  readonly jid: Client['jid'];
  readonly id: string;
  readonly inbound: number;
  readonly outbound: number;
  /** What was sent and is not acknowledged, in the library's own form. */
  readonly queue: readonly unknown[];
}

export interface ConnectionEvents {
  stanza(stanza: Stanza): void;
  /** The server has it. */
  acknowledged(stanza: Stanza): void;
  /** The session is gone, and nobody knows whether the server had it. */
  lost(stanza: Stanza): void;
}

export interface ConnectionNeeds {
  readonly account: XmppAccount;
  readonly resume: Resumable | undefined;
  readonly events: ConnectionEvents;
  readonly clock: Pick<Clock, 'sleep'>;
  /** May a password go to this address without TLS? */
  readonly trustsClearText: (address: string) => boolean;
}

/** One login, until it ends. It never logs in again by itself. */
export interface Connection {
  /** With the resource. */
  readonly jid: string;
  /** It goes on with the session of an earlier connection: the server still knows where Porter is, and what it has sent. */
  readonly resumed: boolean;
  readonly over: boolean;
  /** Resolves with the reason once it is over. Never rejects. */
  readonly ended: Promise<Fault>;
  /** Resolves once the stanza is on its way; that proves nothing. Rejects if the connection is over. */
  send(stanza: Stanza): Promise<void>;
  /** Sends a question and resolves with the answer. Rejects with the library's error, or with the fault that ended the connection. */
  ask(question: Stanza): Promise<Stanza>;
  /** Undefined if the server keeps no session. To be asked when it is over. */
  resumable(): Resumable | undefined;
  /** Says good-bye to the server. */
  close(): Promise<void>;
  /** Ends it at once; a later connection can go on with the session. */
  drop(why: Fault): void;
}

/** Milliseconds that the library waits for the server in one step of the login. */
const STEP_MS = 10 * SECOND;
const GOODBYE_MS = 2 * SECOND;
const TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
const SASL2 = 'urn:xmpp:sasl:2';
const FEATURES = 'http://etherx.jabber.org/streams';

/** What the library has beside its published types. */
interface Inner {
  readonly streamManagement: EventEmitter & {
    id: string;
    enabled: boolean;
    inbound: number;
    outbound: number;
    outbound_q: unknown[];
  };
  _onData(data: Buffer | string): void;
  connect(service: string): Promise<void>;
  timeout: number;
}

/**
 * Logs in once, over TLS unless the server is trusted with clear text, and waits until the server acknowledges what is sent, or has
 * taken up the earlier session. Throws `Fault`. The library is given one connection only: its own reconnecting can end for good
 * without a word, and keeps the half-open states of the connection before.
 */
export async function openConnection(server: Server, needs: ConnectionNeeds, signal: AbortSignal): Promise<Connection> {
  const { account, resume, events, clock, trustsClearText } = needs;
  const asked: Asked = { host: server.host, domain: account.domain, resource: account.resource };
  const xmpp = client({
    service: `${server.tls ? 'xmpps' : 'xmpp'}://${net.isIPv6(server.host) ? `[${server.host}]` : server.host}:${server.port}`,
    ...{ domain: account.domain, resource: account.resource, timeout: STEP_MS, credentials: logIn },
  });
  // A cast, because the types name neither what stream management keeps nor where data come in.
  const inner = xmpp as unknown as Inner;
  const { streamManagement } = inner;
  const sockets = new Set<object>();
  const ending = Promise.withResolvers<Fault>();
  const ready = Promise.withResolvers<boolean>();
  let over = false;
  let bound = false;
  let acknowledges = false;

  // Before anything else: without a listener the first refused connection ends the process.
  xmpp.on('error', end);
  xmpp.on('disconnect', () => end(undefined));
  xmpp.on('status', guardSocket);
  xmpp.reconnect.stop();
  readSafely();
  xmpp.socketParameters = () => socketParameters(server, account);
  xmpp.prependListener('element', (element) => {
    if (!element.is('features', FEATURES)) return;
    // A server on this machine often has a certificate for another name, and there is no network to protect. If it insists, so be it.
    const encrypt = element.getChild('starttls', TLS);
    if (encrypt && encrypt.getChild('required') === undefined && mayTrust()) element.remove(encrypt);
    // Only the login that was tried with real servers: no SASL2, which would also log in over a connection not yet looked at.
    element.children = element.children.filter(
      (child) => typeof child === 'string' || !child.is('authentication', SASL2),
    );
    acknowledges = element.getChild('sm', SM) !== undefined;
  });
  xmpp.on('stanza', events.stanza);
  xmpp.on('online', () => {
    bound = true;
    look();
  });
  xmpp.on('nonza', (element) => {
    // A refusal before there is a resource is about the earlier session.
    if (element.is('failed', SM) && bound) acknowledges = false;
    if (element.is('enabled', SM) || element.is('failed', SM)) look();
  });
  streamManagement.on('resumed', () => ready.resolve(true));
  streamManagement.on('ack', events.acknowledged);
  streamManagement.on('fail', events.lost);
  if (resume) {
    xmpp.jid = resume.jid;
    Object.assign(streamManagement, { ...resume, jid: undefined, queue: undefined, outbound_q: [...resume.queue] });
  }

  const giveUp = (): void => end(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  else void negotiate().catch(end);
  let resumed: boolean;
  try {
    resumed = await Promise.race([ready.promise, ending.promise.then((fault) => Promise.reject(fault))]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    jid: String(xmpp.jid),
    resumed,
    ended: ending.promise,
    get over() {
      return over;
    },
    send(stanza) {
      // One after the other: an acknowledgement that comes before the library has counted the stanza breaks its count.
      const sent = last.then(async () => {
        if (over) throw await ending.promise;
        await xmpp.send(stanza);
      });
      last = sent.catch(() => undefined);
      return sent;
    },
    ask: (question) =>
      Promise.race([xmpp.iqCaller.request(question), ending.promise.then((fault) => Promise.reject(fault))]),
    resumable() {
      const { id, inbound, outbound, outbound_q: queue } = streamManagement;
      return id === '' ? undefined : { jid: xmpp.jid, id, inbound, outbound, queue: [...queue] };
    },
    async close() {
      inner.timeout = GOODBYE_MS;
      const left = xmpp.stop().catch(() => undefined);
      await Promise.race([left, clock.sleep(GOODBYE_MS)]);
      end(undefined);
    },
    drop: end,
  };

  async function negotiate(): Promise<void> {
    const connecting = inner.connect(String(xmpp.options.service));
    guardSocket();
    await connecting;
    await xmpp.open({ domain: account.domain });
  }

  /** Ends it for this reason, unless it is over already. */
  function end(error: unknown): void {
    if (over) return;
    over = true;
    ending.resolve(connectionFault(error, asked));
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

  /** Is it logged in, and does the server acknowledge? The library notes the latter in a later turn of the loop. */
  function look(): void {
    setImmediate(() => {
      if (over || !bound) return;
      if (!mayTrust()) return end(notSafe('', asked));
      if (streamManagement.enabled) return ready.resolve(false);
      if (!acknowledges) end(noAcknowledgements());
    });
  }

  async function logIn(
    authenticate: (
      credentials: { username: string; password: string },
      mechanism: string,
      agent: Stanza,
    ) => Promise<void>,
    mechanisms: readonly string[],
  ): Promise<void> {
    if (!mayTrust()) throw notSafe('', asked);
    const mechanism = ['SCRAM-SHA-1', 'PLAIN'].find((known) => mechanisms.includes(known));
    if (mechanism === undefined) throw connectionFault({ name: 'SASLError' }, asked);
    const { username, password } = account;
    // The last argument is for SASL2, which is never used.
    await authenticate({ username, password: password.reveal() }, mechanism, undefined as never);
  }

  function mayTrust(): boolean {
    if (xmpp.isSecure()) return true;
    const { socket } = xmpp;
    return socket instanceof net.Socket && trustsClearText(socket.remoteAddress ?? '');
  }
}

/** The certificate must name the domain (RFC 6120, section 13.7.2), or the host if the operator wrote that, not DNS. */
function socketParameters({ host, port, tls: atOnce }: Server, { domain, service }: XmppAccount) {
  if (!atOnce) return { host, port };
  return {
    ...{ host, port, ...(net.isIP(domain) === 0 ? { servername: domain } : {}) },
    checkServerIdentity: (_name: string, certificate: tls.PeerCertificate) =>
      tls.checkServerIdentity(domain, certificate) &&
      tls.checkServerIdentity(service.kind === 'address' ? host : domain, certificate),
  };
}

/** Sockets of the library are Node's, or hold one. */
function destroy(socket: object): void {
  const { socket: held } = socket as { readonly socket?: unknown };
  for (const each of [socket, held]) if (each instanceof net.Socket) each.destroy();
}

const noAcknowledgements = (): Fault =>
  xmppFault('The XMPP server does not acknowledge messages', {
    ...{ code: 'xmpp.no-acknowledgements', retryable: false, scope: 'channel' },
    remedy: 'Switch stream management on: Prosody "smacks" in modules_enabled, ejabberd mod_stream_mgmt.',
  });
