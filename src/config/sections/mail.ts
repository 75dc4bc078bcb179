import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import type { Secret } from '../../kernel/secret.ts';
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

/** Bits of an RSA key that receivers still check (RFC 8301, 3.2). */
const LEAST_BITS = 1_024;

const signingKey = () =>
  field<Secret>(secretShape, (value) => {
    const read = readSecret(value);
    if (!read.ok) return read;
    const remedy = 'make one: (umask 077 && openssl genrsa -out dkim.pem 2048)';
    try {
      const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey(read.value.reveal());
      if (type !== 'rsa') return bad(`must be an RSA key, is one of the type ${type}`, remedy);
      const bits = details?.modulusLength ?? 0;
      return bits < LEAST_BITS ? bad(`must have at least ${LEAST_BITS} bits, has ${bits}`, remedy) : read;
    } catch {
      return bad('must be a private RSA key in PEM, without a passphrase', remedy);
    }
  });

const dnsName = (what: string) =>
  field<string>({ type: 'string' }, (value) =>
    typeof value === 'string' &&
    /^(?=.{1,253}$)[a-z0-9_]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(value)
      ? good(value.toLowerCase())
      : bad(`must be ${what}`),
  );

const DkimSection = z
  .strictObject({
    domain: dnsName('a domain such as example.org').meta({
      description: 'Domain that signs: that of the sender, or one above it.',
      example: 'example.org',
    }),
    selector: dnsName('a name such as porter').meta({
      description: 'Name of the record with the public key: SELECTOR._domainkey.DOMAIN.',
      example: 'porter',
    }),
    key: signingKey().meta({ description: 'Private RSA key in PEM.', example: { file: 'dkim.pem' } }),
  })
  .meta({ description: 'Signs every letter (DKIM). Leave it out if the mail server signs.' });

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
    dkim: DkimSection.optional(),
    requireTls: z.boolean().prefault(true).meta({
      description: 'Send over TLS or not at all. A mail server on this machine (loopback) may always go without.',
    }),
  })
  .meta({ description: 'How letters leave.', sample: true });
