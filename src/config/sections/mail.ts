import { z } from 'zod';
import { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import { Secret } from '../../kernel/secret.ts';
import { address, field, line, secret, secretShape } from '../fields.ts';
import { loadingNow } from '../loading.ts';
import { bad, good, type Read, readSecret } from '../read-secret.ts';

export interface Mailbox {
  /** One line; '' when only an address was given. */
  readonly name: string;
  readonly address: EmailAddress;
}

const mailbox = () =>
  field<Mailbox>({ type: 'string' }, (value) => {
    const [, quoted, plain, bare] =
      typeof value === 'string' ? (/^(?:"([^"\\<>]*)"|([^"<>]*?))\s*<([^<>]+)>$/.exec(value.trim()) ?? []) : [];
    const parsed = parseEmailAddress(bare ?? value);
    if (!parsed) return bad('must be a mail address such as "Porter <porter@example.org>"');
    const name = (quoted ?? plain ?? '').trim();
    return /[\u0000-\u001f\u007f\u2028\u2029]/.test(name) ? bad('must be one line') : good({ name, address: parsed });
  });

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS. */
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
}

/** The address may hold a password, so it can be given like any secret, and no sentence repeats it. */
const smtpServer = () =>
  field<SmtpServer>(secretShape, (value) => {
    if (typeof value !== 'string') {
      const read = readSecret(value);
      return read.ok ? parseSmtp(read.value.reveal()) : read;
    }
    const parsed = parseSmtp(value);
    if (parsed.ok && parsed.value.password) loadingNow().sawInlineSecret();
    return parsed;
  });

function parseSmtp(text: string): Read<SmtpServer> {
  const wrong = bad(
    'must be smtp://host:port or smtps://host:port, with user:password@ in front of the host if needed',
  );
  if (!URL.canParse(text)) return wrong;
  const { protocol, hostname, port, username, password, pathname, search } = new URL(text);
  if ((protocol !== 'smtp:' && protocol !== 'smtps:') || hostname === '') return wrong;
  if ((pathname !== '' && pathname !== '/') || search !== '') return wrong;
  const secure = protocol === 'smtps:';
  try {
    return good({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      user: username === '' ? undefined : decodeURIComponent(username),
      password: password === '' ? undefined : new Secret(decodeURIComponent(password)),
    });
  } catch {
    return bad('holds a "%" that is not followed by two hex digits', 'write a "%" of the password as %25');
  }
}

const headerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/);

export const MailSection = z
  .strictObject({
    from: mailbox().meta({ description: 'Sender of every letter.', example: 'Porter <porter@example.org>' }),
    smtp: smtpServer().meta({
      description:
        'Mail server: smtp:// (STARTTLS, port 587) or smtps:// (port 465); user:password@ in front of the host, or the two keys below. May be { file } or { env }.',
      example: 'smtp://mail.example.org:587',
    }),
    user: line().optional().meta({ description: 'User name at the mail server.', example: 'porter', sample: true }),
    password: secret()
      .optional()
      .meta({ description: 'Password at the mail server.', example: 'CHANGE_ME', sample: true }),
    bounce: address().optional().meta({
      description: 'Envelope sender: where the mail server reports failures. Default: the sender.',
      example: 'bounces@example.org',
    }),
    headers: z
      .record(headerName, line(500))
      .prefault({})
      .meta({
        description: "Further headers on every letter, e.g. a provider's switch against rewritten links.",
        example: { 'X-Mailin-Track': '0' },
      }),
    requireTls: z.boolean().prefault(true).meta({
      description: 'Send over TLS or not at all. A mail server on this machine (loopback) may always go without.',
    }),
  })
  .meta({ description: 'How letters leave.', sample: true });
