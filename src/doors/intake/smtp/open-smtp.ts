import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { type Clock, MINUTE, SECOND } from '../../../kernel/clock.ts';
import { type HostPort, isLoopback } from '../../../kernel/host-port.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { Logger } from '../../../kernel/log.ts';
import { sameText } from '../../../kernel/same-text.ts';
import type { AcceptUseCases } from '../../../notifications/accept.ts';
import type { Sender } from '../../../notifications/rules/plan.ts';
import { makeTokenCheck } from '../../../web/bearer.ts';
import { makeNoteFault } from '../../../web/fault-note.ts';
import type { JsonCaller } from '../../../web/json-route.ts';
import type { NetworkLimit } from '../../../web/limiter.ts';
import { listenOn } from '../../../web/listen-on.ts';
import type { OpenListener } from '../../../web/listener.ts';
import { networkOf } from '../../../web/network-of.ts';
import { makeWriteSeldom } from '../../../web/write-seldom.ts';
import { makeHandIn, sentenceOf } from '../hand-in.ts';
import { callersOf, type IntakeSender } from '../senders.ts';
import { readCertificate, type TlsFiles } from './certificate.ts';
import { refuseMail } from './refuse-mail.ts';
import { makeTakeMail, readStream } from './take-mail.ts';

export interface SmtpNeeds {
  readonly listen: HostPort;
  /** With these STARTTLS is offered. */
  readonly tls?: TlsFiles | undefined;
  readonly senders: readonly IntakeSender[];
  /** Wrong tokens of one network, made by `limitGuesses`; the same at every door. */
  readonly guesses: NetworkLimit;
  readonly accept: AcceptUseCases;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** Connections at once. */
  readonly connections?: number;
  /** May a program at this address log in over clear text? Unless told, only on this machine. */
  readonly trustsClearText?: (address: string) => boolean;
}

/** Bytes of a mail. A picture or a report fits, which is dropped, so that its text arrives. */
const MAIL_BYTES = 4 * 1_048_576;
/** Recipients of a mail; as many targets as a notification may name. */
const MOST_RECIPIENTS = 50;
const MOST_CONNECTIONS = 50;
/** Bytes of a command, and wrong log-ins of one connection. */
const COMMAND_BYTES = 2_048;
const MOST_WRONG = 3;
/** Without a byte; RFC 5321 section 4.5.3.2 would have a server wait five minutes, for people's lines of the time. */
const SILENT_FOR = MINUTE;
/** Until it has logged in. Else silent ones, of which there may not be many, would keep all others out. */
const LOGGED_IN_WITHIN = 20 * SECOND;
/** A connection is over then, whatever comes on it: the limit above begins anew with every byte. */
const OPEN_FOR = 10 * MINUTE;
/** How long a mail that is on its way may take once the listener is closed. */
const CLOSE_WITHIN = 20 * SECOND;
const TARGET_SHOWN = 64;

/** Commands of smtp-server for other uses, and its jokes. */
const UNUSED = ['XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL', 'VRFY'];

/**
 * Opens the listener on which programs hand in mail (RFC 5321, RFC 4954). A mail for `TARGET@anything` is a notification; 250 is said
 * once it is kept. Disposing takes no new mail and answers 421, and resolves when the mails that were on their way are kept. Throws
 * `Fault` when it cannot listen, or cannot read its certificate.
 */
export async function openSmtp(needs: SmtpNeeds): Promise<OpenListener> {
  const { listen, tls, senders, guesses, accept, clock, ids, trustsClearText = isLoopback } = needs;
  const log = needs.log.with({ part: 'intake' });
  const certificate = tls && (await readCertificate(tls, log));
  const recognise = makeTokenCheck(callersOf(senders));
  const takeMail = makeTakeMail({ handIn: makeHandIn(accept), noteFault: makeNoteFault(log, ids) });
  const noteStranger = makeWriteSeldom(clock, (fields) =>
    log.warn('a log-in for mail with a wrong name or token', fields),
  );
  const disabledCommands = certificate === undefined ? [...UNUSED, 'STARTTLS'] : UNUSED;
  const sessions = new Map<string, Session>();
  let closing = false;

  const server = new SMTPServer({
    ...(certificate && { ...certificate.pair, minVersion: 'TLSv1.2' }),
    ...{ disabledCommands, authMethods: ['PLAIN', 'LOGIN'], allowInsecureAuth: true },
    ...{ size: MAIL_BYTES, rejectOversized: true, maxRecipients: MOST_RECIPIENTS, maxCommandLength: COMMAND_BYTES },
    ...{ maxClients: needs.connections ?? MOST_CONNECTIONS, socketTimeout: SILENT_FOR, closeTimeout: CLOSE_WITHIN },
    ...{ disableReverseLookup: true, logger: false },
    // Devices name themselves in all sorts of ways, and who sends is known by the log-in.
    lenientAddressParsing: true,

    onConnect(session, done) {
      const ends = (after: number, why: string) => clock.after(after, () => end(session.id, why));
      const cancelStranger = ends(LOGGED_IN_WITHIN, 'nobody logged in on this connection');
      const cancelOpen = ends(OPEN_FOR, 'this connection was open for too long');
      const cancel = () => {
        cancelStranger();
        cancelOpen();
      };
      sessions.set(session.id, { cancel, cancelStranger, wrong: 0, busy: false });
      // A token in clear text is for this machine alone.
      if (!trustsClearText(session.remoteAddress)) session.disabledCommands = [...disabledCommands, 'AUTH'];
      if (certificate === undefined) return done();
      void certificate.renewed().then((pair) => {
        if (pair !== undefined) server.updateSecureContext(pair);
        done();
      });
    },

    onSecure(_socket, session, done) {
      session.disabledCommands = [...disabledCommands];
      done();
    },

    onAuth({ username = '', password }, session, done) {
      const known = recognise([password ?? '']);
      // Compared in any case, so that a wrong name takes as long as a wrong token.
      const named = sameText(known.is === 'known' ? known.caller.name : '', username);
      if (known.is === 'known' && named) {
        sessions.get(session.id)?.cancelStranger();
        return done(null, { user: known.caller });
      }
      noteStranger({});
      const state = sessions.get(session.id);
      if (state !== undefined) state.wrong += 1;
      void guesses.take(networkOf(session.remoteAddress)).then(({ ok }) => {
        if (!ok) return done(refuseMail(421, 'too many wrong log-ins from your network, try again later'));
        done(refuseMail((state?.wrong ?? 0) < MOST_WRONG ? 535 : 421, 'this name and token are not those of a sender'));
      });
    },

    onMailFrom(_address, session, done) {
      const sender = senderOf(session);
      if (sender === undefined) {
        return done(refuseMail(530, 'log in with the name and token of a sender, from other machines after STARTTLS'));
      }
      void (sender.limit?.take(sender.name) ?? Promise.resolve({ ok: true })).then(({ ok }) =>
        done(ok ? null : refuseMail(450, 'too many mails from this sender, try again later')),
      );
    },

    onRcptTo({ address }, session, done) {
      const target = targetOf(address);
      const sender = senderOf(session);
      if (sender !== undefined && accept.reaches(sender, target)) return done();
      const detail = target.slice(0, TARGET_SHOWN);
      done(refuseMail(550, sentenceOf({ ok: false, refusal: 'target', detail })));
    },

    onData(stream, session, done) {
      const state = sessions.get(session.id);
      if (state !== undefined) state.busy = true;
      const sender = senderOf(session);
      const to = [...new Set(session.envelope.rcptTo.map(({ address }) => targetOf(address)))];
      void (async () => {
        const raw = await readStream(stream);
        // What is too long is answered 552 by the library.
        return raw === undefined || sender === undefined ? '' : takeMail(raw, { sender, to });
      })()
        .then(
          (said) => done(null, said),
          (error: Error) => done(error),
        )
        .finally(() => {
          if (state !== undefined) state.busy = false;
          if (closing) setImmediate(() => end(session.id, STOPPING));
        });
    },

    onClose({ id }) {
      sessions.get(id)?.cancel();
      sessions.delete(id);
    },
  });
  // Connections that break off; what matters of them was said already.
  server.on('error', (error) => log.debug('a connection for mail failed', { error }));

  /** Ends a connection with 421, which has the program try again later. */
  function end(id: string, sentence: string): void {
    for (const connection of server.connections) if (connection.id === id) connection.send(421, sentence);
  }

  const port = await listenOn(server.server, listen);
  if (certificate === undefined) log.info('mail is taken without STARTTLS: intake.smtp.tls is not set', { port });

  return {
    port,
    async [Symbol.asyncDispose]() {
      if (closing) return;
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const { id } of server.connections) if (sessions.get(id)?.busy !== true) end(id, STOPPING);
      await closed;
    },
  };
}

/** What is known of one connection. */
interface Session {
  /** It has ended, and no time limit concerns it any more. */
  readonly cancel: () => void;
  /** Somebody has logged in, so it may stay open for longer. */
  readonly cancelStranger: () => void;
  wrong: number;
  /** True while a mail is being taken. */
  busy: boolean;
}

const STOPPING = 'stopping, try again in a moment';

/** The cast is safe: only `onAuth` sets it. */
const senderOf = ({ user }: SMTPServerSession) => user as (Sender & JsonCaller) | undefined;

/** `OPS@porter.example` is for the target `ops`. */
const targetOf = (address: string): string => address.slice(0, address.lastIndexOf('@')).toLowerCase();
