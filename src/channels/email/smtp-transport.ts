import { Readable } from 'node:stream';
import type { Dkim, MailerSettings } from './mailer-settings.ts';
import type { Progress } from './no-response-fault.ts';

/**
 * Header fields that are signed where a mail has them (RFC 6376, 5.4.1). The library's own list lacks `List-Unsubscribe-Post`, which
 * providers take only if it is signed (RFC 8058, 4).
 */
const SIGNED = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References'],
  ...['MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Auto-Submitted'],
  ...['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post'],
];

const signedBy = ({ domain, selector, key }: Dkim) => ({
  ...{ domainName: domain, keySelector: selector, privateKey: key.reveal() },
  headerFieldNames: SIGNED.join(':'),
});

/** Opens the transport; loads nodemailer for it. `progress` says how far each letter has come, by its headers object. */
export async function openTransport({ host, port, secure, user, password, starttls, ca, dkim }: MailerSettings) {
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

/**
 * Passes the letter on and notes when its last byte has left: only from then on can the letter be delivered although the response
 * is missing. Nodemailer reads this stream only after the server has accepted DATA.
 */
async function* untilWhole(letter: AsyncIterable<Buffer>, state: { at: Progress } | undefined) {
  yield* letter;
  if (state) state.at = 'whole';
}
