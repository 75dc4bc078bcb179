import { z } from 'zod';
import { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import { address, field, line, secret, secretShape } from '../fields.ts';
import { loadingNow } from '../loading.ts';
import { bad, good, readSecret } from '../read-secret.ts';
import { parseSmtpUrl, type SmtpServer } from '../smtp-url.ts';

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
    if (!parsed && /^[^@\s]+@[^@.\s]+$/.test(String(bare ?? value).trim())) {
      return bad(
        'must have a full domain behind the "@", with a dot in it: other mail servers refuse letters from any other',
        'write it such as porter@example.org',
      );
    }
    if (!parsed) return bad('must be a mail address such as "Porter <porter@example.org>"');
    const name = (quoted ?? plain ?? '').trim();
    return /[\u0000-\u001f\u007f\u2028\u2029]/.test(name) ? bad('must be one line') : good({ name, address: parsed });
  });

/** The address may hold a password, so it can be given like any secret, and no sentence repeats it. */
const smtpServer = () =>
  field<SmtpServer>(secretShape, (value) => {
    if (typeof value !== 'string') {
      const read = readSecret(value);
      return read.ok ? parseSmtpUrl(read.value.reveal()) : read;
    }
    const parsed = parseSmtpUrl(value);
    if (parsed.ok && parsed.value.password) loadingNow().sawInlineSecret();
    return parsed;
  });

const headerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/);

export const MailSection = z
  .strictObject({
    from: mailbox().meta({
      description: 'Sender of every letter. Without a name before the address: the title of the site.',
      example: 'porter@example.org',
    }),
    replyTo: mailbox().optional().meta({
      description:
        'Where replies to letters go, to people who read them. Without it letters say that nobody reads a reply.',
      example: 'Team <team@example.org>',
    }),
    smtp: smtpServer().meta({
      description:
        'Mail server: smtp:// (STARTTLS, port 587) or smtps:// (port 465). User and password in the two keys below, or as user:password@ in front of the host, where @ # / ? % and their like are written as %40 %23 %2F %3F %25. May be { file } or { env }.',
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
