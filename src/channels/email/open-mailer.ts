import { Readable } from 'node:stream';
import { crashPoint } from '../../kernel/crash-point.ts';
import { domainOf, type EmailAddress } from '../../kernel/email-address.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { Mailer } from '../../ports/mailer.ts';
import { mailFault, type Progress, withoutAddresses } from './mail-fault.ts';

export interface MailerSettings {
  readonly from: { readonly name: string; readonly address: EmailAddress };
  /** Envelope sender; the sender's own address if undefined. */
  readonly bounce: EmailAddress | undefined;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS. */
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  /** What happens on a connection that does not begin with TLS; `starttlsFor` says it. */
  readonly starttls: Starttls;
  /** Further headers on every letter. */
  readonly headers: Readonly<Record<string, string>>;
  /** A certificate authority to trust beside the system's, PEM. */
  readonly ca?: string;
}

/** `required`: TLS or no letter. `offered`: taken where it is offered. `never`: in the clear. */
export type Starttls = 'required' | 'offered' | 'never';

/**
 * A mail server on this machine often offers STARTTLS with a certificate for another name, and there is no network to protect;
 * every other one must speak TLS unless the operator wishes otherwise.
 */
export function starttlsFor(host: string, requireTls: boolean): Starttls {
  if (host === 'localhost' || host === '::1' || /^127\.[0-9.]+$/.test(host)) return 'never';
  return requireTls ? 'required' : 'offered';
}

export interface OpenMailer extends Mailer, AsyncDisposable {
  /** Connects and logs in without sending anything. Throws `Fault` as `send` does. */
  verify(): Promise<void>;
}

/**
 * Line breaks survive as encoded words in a display name, so they end here. `=?` would begin an encoded word of somebody else's
 * making, which is passed on as it stands and decoded by the reader's program.
 */
const oneLine = (text: string) =>
  text
    .replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
    .replaceAll('=?', '= ?')
    .trim();

/** The transport, and how far each letter has come, by its headers. Nodemailer is loaded with the first letter. */
async function openTransport({ host, port, secure, user, password, starttls, ca }: MailerSettings) {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    // The outbox retries; a library that sends again by itself would send twice.
    maxRequeues: 0,
    host,
    port,
    secure,
    // Unless it is required nodemailer goes on in clear text where a server (or somebody in between) offers no STARTTLS.
    requireTLS: !secure && starttls === 'required',
    ignoreTLS: !secure && starttls === 'never',
    opportunisticTLS: !secure && starttls === 'offered',
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    ...(user === undefined ? {} : { auth: { user, pass: password?.reveal() ?? '' } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    dnsTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0] & object);
  // Idle connections that the server closes are no news; without a listener they would end the process.
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

/** The mail channel over SMTP. Connections are opened when the first letter leaves, a few are kept and used again. */
export async function openMailer(settings: MailerSettings): Promise<OpenMailer> {
  const { from } = settings;
  let opened: ReturnType<typeof openTransport> | undefined;
  const open = () => {
    opened ??= openTransport(settings);
    return opened;
  };
  const headers = Object.entries(settings.headers).map(([name, value]) => [name, oneLine(value)] as const);
  return {
    async send({ to, subject, text, html, jobId, date }, signal) {
      const state: { at: Progress } = { at: 'not-sent' };
      const letterHeaders = {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...Object.fromEntries(headers),
      };
      const letter = {
        from: { name: oneLine(from.name), address: from.address as string },
        to: { name: '', address: to as string },
        envelope: { from: settings.bounce ?? from.address, to: [to as string] },
        subject: oneLine(subject),
        text,
        html,
        messageId: `<${jobId}@${domainOf(from.address)}>`,
        date: new Date(date),
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
        throw mailFault(error, state.at);
      }
      crashPoint('letter.afterSend');
      return { id: letter.messageId, words: withoutAddresses(response) };
    },

    async verify() {
      try {
        await (await open()).transport.verify();
      } catch (error) {
        throw mailFault(error, 'not-sent');
      }
    },

    async [Symbol.asyncDispose]() {
      (await opened)?.transport.close();
    },
  };
}

/** Passes the letter on and notes when its last byte has gone: only from then on can an answer be missing. Read only after DATA was taken. */
async function* untilWhole(letter: AsyncIterable<Buffer>, state: { at: Progress } | undefined) {
  yield* letter;
  if (state) state.at = 'whole';
}
