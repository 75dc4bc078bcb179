import { Readable } from 'node:stream';
import { crashPoint } from '../../kernel/crash-point.ts';
import { domainOf, type EmailAddress } from '../../kernel/email-address.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { Mailer } from '../../ports/mailer.ts';
import { mailFault, withoutAddresses } from './mail-fault.ts';
import { type Progress, stopped } from './no-response-fault.ts';

export interface MailerSettings {
  readonly from: { readonly name: string; readonly address: EmailAddress };
  /** Where replies go; undefined: to the sender. */
  readonly replyTo?: { readonly name: string; readonly address: EmailAddress } | undefined;
  /** Envelope sender; undefined means the address of `from`. */
  readonly bounce: EmailAddress | undefined;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS. */
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  /** What to do on a connection that does not begin with TLS; chosen by `starttlsFor`. */
  readonly starttls: Starttls;
  /** Further headers on every letter. */
  readonly headers: Readonly<Record<string, string>>;
  /** Signs every mail (RFC 6376); undefined: the mail server does, or nobody. */
  readonly dkim?: Dkim | undefined;
  /** A certificate authority to trust in addition to the system's, in PEM. */
  readonly ca?: string;
}

export interface Dkim {
  readonly domain: string;
  /** Name of the record with the public key: `<selector>._domainkey.<domain>`. */
  readonly selector: string;
  /** Private RSA key, PEM. */
  readonly key: Secret;
}

/**
 * Header fields that are signed where a mail has them (RFC 6376, 5.4.1). The library's own list lacks `List-Unsubscribe-Post`, which
 * providers take only if it is signed (RFC 8058, 4).
 */
const SIGNED = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References'],
  ...['MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Auto-Submitted'],
  ...['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post'],
];

/** `required`: without TLS nothing is sent. `offered`: TLS if the server offers it. `never`: always in the clear. */
export type Starttls = 'required' | 'offered' | 'never';

/**
 * A mail server on this machine needs no TLS: there is no network to protect, and its certificate is often for another name.
 * Every other server must speak TLS, unless the operator chose otherwise.
 */
export function starttlsFor(host: string, requireTls: boolean): Starttls {
  if (isLoopback(host)) return 'never';
  return requireTls ? 'required' : 'offered';
}

export interface OpenMailer extends Mailer, AsyncDisposable {
  /** Whose mails they are. */
  readonly sender: EmailAddress;
  /** Connects and logs in without sending anything. Throws `Fault` like `send`. */
  verify(signal?: AbortSignal): Promise<void>;
}

/**
 * Makes a display name or header one line. Line breaks would survive inside encoded words, so they are replaced here. `=?` would
 * start an encoded word chosen by a stranger, which is passed on unchanged and decoded by the reader's program.
 */
const oneLine = (text: string) =>
  text
    .replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
    .replaceAll('=?', '= ?')
    .trim();

const mailbox = ({ name, address }: MailerSettings['from']) => ({ name: oneLine(name), address: address as string });

const signedBy = ({ domain, selector, key }: Dkim) => ({
  ...{ domainName: domain, keySelector: selector, privateKey: key.reveal() },
  headerFieldNames: SIGNED.join(':'),
});

/** Opens the transport; loads nodemailer for it. `progress` says how far each letter has come, by its headers object. */
async function openTransport({ host, port, secure, user, password, starttls, ca, dkim }: MailerSettings) {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    // Only the outbox retries. If the library retried by itself, letters could be sent twice.
    maxRequeues: 0,
    host,
    port,
    secure,
    // Unless TLS is required, nodemailer continues in clear text when the server (or an attacker in between) offers no STARTTLS.
    requireTLS: !secure && starttls === 'required',
    ignoreTLS: !secure && starttls === 'never',
    opportunisticTLS: !secure && starttls === 'offered',
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    // Without `forceAuth` nodemailer sends without a log-in when the server (or an attacker in between) offers none.
    ...(user === undefined ? {} : { auth: { user, pass: password?.reveal() ?? '' }, forceAuth: true }),
    ...(dkim === undefined ? {} : { dkim: signedBy(dkim) }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    dnsTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0] & object);
  // Servers close idle connections all the time. Without a listener such an error would end the process.
  transport.on('error', () => undefined);
  const progress = new WeakMap<object, { at: Progress }>();
  transport.use('stream', (mail, done) => {
    const create = mail.message.createReadStream.bind(mail.message);
    const state = progress.get(mail.data.headers as object);
    mail.message.createReadStream = (options) =>
      Readable.from(untilWhole(create(options), state), { objectMode: false });
    done();
  });
  return { transport, progress };
}

/** Opens the mail channel over SMTP. It connects for the first letter, then keeps a few connections and reuses them. */
export async function openMailer(settings: MailerSettings): Promise<OpenMailer> {
  const { from } = settings;
  let opened: ReturnType<typeof openTransport> | undefined;
  const open = () => {
    opened ??= openTransport(settings);
    return opened;
  };
  const headers = Object.entries(settings.headers).map(([name, value]) => [name, oneLine(value)] as const);
  return {
    sender: from.address,

    async send({ to, subject, text, html, jobId, date, inReplyTo }, signal) {
      const state: { at: Progress } = { at: 'not-sent' };
      const letterHeaders = {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...Object.fromEntries(headers),
      };
      const letter = {
        from: mailbox(from),
        ...(settings.replyTo === undefined ? {} : { replyTo: mailbox(settings.replyTo) }),
        to: { name: '', address: to as string },
        envelope: { from: settings.bounce ?? from.address, to: [to as string] },
        subject: oneLine(subject),
        text,
        html,
        messageId: `<${jobId}@${domainOf(from.address)}>`,
        date: new Date(date),
        ...(inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo }),
        headers: letterHeaders,
        signal,
      };
      let response: string;
      try {
        const { transport, progress } = await open();
        progress.set(letterHeaders, state);
        signal.throwIfAborted();
        ({ response } = await transport.sendMail(letter));
      } catch (error) {
        throw mailFault(error, state.at, settings);
      }
      crashPoint('letter.afterSend');
      return { id: letter.messageId, words: withoutAddresses(response) };
    },

    async verify(signal) {
      try {
        await beforeAbort((await open()).transport.verify(), signal);
      } catch (error) {
        throw mailFault(error, 'not-sent', settings);
      }
    },

    async [Symbol.asyncDispose]() {
      (await opened)?.transport.close();
    },
  };
}

/** Waits for what cannot be aborted, but no longer than until the signal. Rejects with a `Fault` then. */
async function beforeAbort(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(stopped());
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal?.removeEventListener('abort', abort);
    // Nobody waits for either of them any more.
    for (const each of [work, aborted.promise]) each.catch(() => undefined);
  }
}

/**
 * Passes the letter on and notes when its last byte has left: only from then on can the letter be delivered although the response
 * is missing. Nodemailer reads this stream only after the server has accepted DATA.
 */
async function* untilWhole(letter: AsyncIterable<Buffer>, state: { at: Progress } | undefined) {
  yield* letter;
  if (state) state.at = 'whole';
}
