import net from 'node:net';
import tls from 'node:tls';
import { SECOND } from '../../kernel/clock.ts';
import type { Fault } from '../../kernel/fault.ts';
import { type Asked, connectionFault, notSafe, xmppFault } from './classify.ts';
import type { Connection, ConnectionNeeds } from './connection.ts';
import type { Server } from './find-servers.ts';
import { makeGuardedClient } from './guarded-client.ts';
import type { XmppAccount } from './section.ts';
import { SM, type Stanza } from './stanzas.ts';

/** Milliseconds that the library waits for the server in one step of the login. */
const STEP_MS = 10 * SECOND;
const GOODBYE_MS = 2 * SECOND;
const TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
const SASL2 = 'urn:xmpp:sasl:2';
const FEATURES = 'http://etherx.jabber.org/streams';

/**
 * Logs in once, over TLS unless the server is trusted with clear text, and waits until the server acknowledges what is sent, or has
 * taken up the earlier session. Throws `Fault`. The library is given one connection only: its own reconnecting can end for good
 * without a word, and keeps the half-open states of the connection before.
 */
export async function openConnection(server: Server, needs: ConnectionNeeds, signal: AbortSignal): Promise<Connection> {
  const { account, resume, events, clock, trustsClearText } = needs;
  const asked: Asked = { host: server.host, domain: account.domain, resource: account.resource };
  const guarded = makeGuardedClient(
    {
      service: `${server.tls ? 'xmpps' : 'xmpp'}://${net.isIPv6(server.host) ? `[${server.host}]` : server.host}:${server.port}`,
      ...{ domain: account.domain, resource: account.resource, timeout: STEP_MS, credentials: logIn },
    },
    socketParameters(server, account),
    asked,
    events.kept,
  );
  const { xmpp, streamManagement, end } = guarded;
  const failed = () => guarded.ended.then((fault) => Promise.reject(fault));
  const ready = Promise.withResolvers<boolean>();
  let bound = false;
  let acknowledges = false;

  xmpp.prependListener('element', (element) => {
    if (element.is('features', FEATURES)) readFeatures(element);
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
    const { jid, id, inbound, outbound, queue } = resume;
    xmpp.jid = jid;
    Object.assign(streamManagement, { id, inbound, outbound, outbound_q: [...queue] });
  }

  const giveUp = (): void => end(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  else void guarded.start().catch(end);
  let resumed: boolean;
  try {
    resumed = await Promise.race([ready.promise, failed()]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    jid: String(xmpp.jid),
    resumed,
    ended: guarded.ended,
    get over() {
      return guarded.over;
    },
    send(stanza) {
      // One after the other: an acknowledgement that comes before the library has counted the stanza breaks its count.
      const sent = last.then(async () => {
        if (guarded.over) throw await guarded.ended;
        await xmpp.send(stanza).catch(end);
        if (guarded.over) throw brokenBy(await guarded.ended);
      });
      last = sent.catch(() => undefined);
      return sent;
    },
    ask: (question) => Promise.race([xmpp.iqCaller.request(question), failed()]),
    resumable() {
      const { id, outbound, outbound_q: queue } = streamManagement;
      // Not what came in: what the server was not told of may not be kept, and comes again.
      const inbound = guarded.acknowledged ?? (resumed ? (resume?.inbound ?? 0) : 0);
      return id === '' ? undefined : { jid: xmpp.jid, id, inbound, outbound, queue: [...queue] };
    },
    async close() {
      await Promise.race([guarded.stop(GOODBYE_MS), clock.sleep(GOODBYE_MS)]);
      end(undefined);
    },
    drop: end,
  };

  /** Looks at what the server offers before the library does. */
  function readFeatures(offered: Stanza): void {
    acknowledges = offered.getChild('sm', SM) !== undefined;
    const encrypt = offered.getChild('starttls', TLS);
    const trusted =
      xmpp.isSecure() || (xmpp.socket instanceof net.Socket && trustsClearText(xmpp.socket.remoteAddress ?? ''));
    // A server on this machine often has a certificate for another name, and there is no network to protect. If it insists, so be it.
    if (encrypt && trusted && encrypt.getChild('required') === undefined) offered.remove(encrypt);
    // Only the login that was tried with real servers. The library knows SASL2 too.
    const unused = offered.getChild('authentication', SASL2);
    if (unused) offered.remove(unused);
    if (trusted || encrypt) return;
    // The library would go on in clear text.
    offered.children = [];
    end(notSafe('', asked));
  }

  /** Is it logged in, and does the server acknowledge? The library notes the latter in a later turn of the loop. */
  function look(): void {
    setImmediate(() => {
      if (!bound) return;
      if (streamManagement.enabled) ready.resolve(false);
      else if (!acknowledges) end(noAcknowledgements());
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
    const mechanism = ['SCRAM-SHA-1', 'PLAIN'].find((known) => mechanisms.includes(known));
    if (mechanism === undefined) throw connectionFault({ name: 'SASLError' }, asked);
    const { username, password } = account;
    // The last argument is for SASL2, which is never used.
    await authenticate({ username, password: password.reveal() }, mechanism, undefined as never);
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

/** The connection broke while something was sent. */
const brokenBy = ({ message, code }: Fault): Fault =>
  xmppFault(message, { code, retryable: true, scope: 'channel', outcome: 'unknown' });

const noAcknowledgements = (): Fault =>
  xmppFault('The XMPP server does not acknowledge messages', {
    ...{ code: 'xmpp.no-acknowledgements', retryable: false, scope: 'channel' },
    remedy: 'Switch stream management on: Prosody "smacks" in modules_enabled, ejabberd mod_stream_mgmt.',
  });
