import { Fault, type FaultOptions } from '../../kernel/fault.ts';
import { remedyUnreachable, whyUnreachable } from '../../kernel/why-unreachable.ts';

/** The mail server that was asked, for sentences. */
export interface AskedServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps://`). */
  readonly secure: boolean;
}

/** Makes a fault of the mail server itself: it refused, or does not work. */
export const mailServerFault = (message: string, options: Omit<FaultOptions, 'place'>): Fault =>
  new Fault(message, { ...options, place: 'email' });

/** No safe connection came about. @param code of OpenSSL; '' if the server offered no TLS */
export function notSafe(code: string, asked: AskedServer | undefined): Fault {
  const why = whyUnreachable(code);
  return mailServerFault(
    `The connection to the mail server could not be made safe${why === undefined ? '' : `: ${why}`}`,
    {
      code: 'email.tls',
      retryable: false,
      scope: 'channel',
      remedy:
        (asked && (scheme(asked, code) ?? remedyUnreachable(code, asked.host, 'porter'))) ??
        'The mail server must offer TLS with a certificate that this machine trusts (mail.smtp, mail.requireTls).',
    },
  );
}

/** The next step where `smtp://` and `smtps://` are mixed up: port 587 begins in clear text (RFC 6409), 465 with TLS (RFC 8314). */
export function scheme({ host, port, secure }: AskedServer, code: string): string | undefined {
  const clear = ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'EPROTO'].includes(code);
  if (secure && clear) {
    return `${host} begins in clear text on port ${port} (STARTTLS): write smtp://${host}:${port} in mail.smtp, not smtps://, and restart Porter.`;
  }
  if (!secure && port === 465) {
    return `Port 465 speaks TLS from the first byte: write smtps://${host}:465 in mail.smtp, not smtp://, and restart Porter.`;
  }
  return undefined;
}

/** @param passes the server may take the same user and password later */
export const loginRefused = (message: string, passes = false): Fault =>
  mailServerFault(message, {
    code: passes ? 'email.down' : 'email.login-refused',
    retryable: passes,
    scope: 'channel',
    remedy: 'Correct user and password of the mail server (mail.smtp, mail.user, mail.password) and restart Porter.',
  });

/** A user is configured, and the server has no log-in for it: a relay, the wrong port, or somebody in between hides it. */
export const noLogin = (codes: string): Fault =>
  mailServerFault(`The mail server offers no log-in, but a user is configured (${codes})`, {
    code: 'email.no-login',
    retryable: false,
    scope: 'channel',
    remedy:
      'Name the port where it offers one in mail.smtp (smtp://host:587 or smtps://host:465); or leave out mail.user and mail.password if it wants none.',
  });

/** Happens at a server on this machine, to which Porter speaks no TLS unless told (`starttlsFor`). */
export const wantsTls = (codes: string): Fault =>
  mailServerFault(`The mail server takes nothing without TLS (${codes})`, {
    code: 'email.tls',
    retryable: false,
    scope: 'channel',
    remedy:
      'Let it take letters from this machine without TLS, or write its host name in mail.smtp instead of localhost, and restart Porter.',
  });

/** It refuses what comes from this machine or this sender. */
export const blocked = (codes: string): Fault =>
  mailServerFault(`The mail server blocks us (${codes})`, {
    code: 'email.blocked',
    retryable: false,
    scope: 'channel',
    remedy: 'Ask whoever runs the mail server why; the sender (mail.from) or this machine may be blocked.',
  });
