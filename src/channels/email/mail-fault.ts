import { getSystemErrorMap } from 'node:util';
import { MINUTE } from '../../kernel/clock.ts';
import { Fault, type FaultOptions } from '../../kernel/fault.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { isUnsafe, remedyUnreachable, whyUnreachable } from '../../kernel/why-unreachable.ts';

/** UTF-16 units of a mail server's response that are searched for addresses: the cost grows with the square of the length. */
const LONGEST_RESPONSE = 2_000;
/** Characters of it that are kept. */
const LONGEST_WORDS = 200;

/**
 * Nodemailer's description of a failure. `responseCode` decides, because `code` is EENVELOPE for passing and lasting refusals
 * alike.
 */
interface MailError {
  readonly code?: string;
  /** The code of the system or of OpenSSL, if nodemailer replaced it by its own. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
}

/** Removes the addresses from a mail server's response, which may repeat them. */
export const withoutAddresses = (response: string): string =>
  response.slice(0, LONGEST_RESPONSE).replace(/<[^>]*>|\S+@\S+/g, '');

/** The words of a mail server as one line that is short enough for a list, without addresses. */
const wordsOf = (response: string): string => plainText(withoutAddresses(response), LONGEST_WORDS);

/** Makes a fault of the mail server itself: it refused, or does not work. */
const mailServerFault = (message: string, options: Omit<FaultOptions, 'place'>): Fault =>
  new Fault(message, { ...options, place: 'email' });

/** How much of the letter had been sent when the connection broke. */
export type Progress = 'not-sent' | 'whole';

/** The mail server that was asked, for sentences. */
export interface AskedServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps://`). */
  readonly secure: boolean;
}

/** No safe connection came about. @param code of OpenSSL; '' if the server offered no TLS */
function notSafe(code: string, asked: AskedServer | undefined): Fault {
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
function scheme({ host, port, secure }: AskedServer, code: string): string | undefined {
  const clear = ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'EPROTO'].includes(code);
  if (secure && clear) {
    return `${host} begins in clear text on port ${port} (STARTTLS): write smtp://${host}:${port} in mail.smtp, not smtps://, and restart Porter.`;
  }
  if (!secure && port === 465) {
    return `Port 465 speaks TLS from the first byte: write smtps://${host}:465 in mail.smtp, not smtp://, and restart Porter.`;
  }
  return undefined;
}

/** Responses to a command that the server does not know, or does not take here (RFC 5321, 4.2.2). */
const notUnderstood: ReadonlySet<number> = new Set([500, 501, 502, 503, 504]);

/** A user is configured, and the server has no log-in for it: a relay, the wrong port, or somebody in between hides it. */
const noLogin = (codes: string): Fault =>
  mailServerFault(`The mail server offers no log-in, but a user is configured (${codes})`, {
    code: 'email.no-login',
    retryable: false,
    scope: 'channel',
    remedy:
      'Name the port where it offers one in mail.smtp (smtp://host:587 or smtps://host:465); or leave out mail.user and mail.password if it wants none.',
  });

/** Happens at a server on this machine, to which Porter speaks no TLS unless told (`starttlsFor`). */
const wantsTls = (codes: string): Fault =>
  mailServerFault(`The mail server takes nothing without TLS (${codes})`, {
    code: 'email.tls',
    retryable: false,
    scope: 'channel',
    remedy:
      'Let it take letters from this machine without TLS, or write its host name in mail.smtp instead of localhost, and restart Porter.',
  });

/** Codes of nodemailer and of the system for a connection that failed, broke or was never made. */
const ofConnection: ReadonlySet<string> = new Set([
  ...['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ENOTFOUND', 'EPROTOCOL', 'EPROXY', 'EREQUIRETLS', 'EMAXLIMIT'],
  ...[...getSystemErrorMap().values()].map(([name]) => name),
]);

/**
 * Turns a failure into a fault that says whom it concerns and whether trying again can help. The fault carries codes only, and
 * no cause: responses of mail servers repeat addresses, and errors of libraries may hold credentials. Returns a `Fault`
 * unchanged. Throws anything that is neither a response nor a broken connection, because it is a bug.
 */
export function mailFault(error: unknown, progress: Progress, asked?: AskedServer): Fault {
  if (error instanceof Fault) return error;
  const { code = '', originalCode = '', responseCode, response = '', command = '' } = (error ?? {}) as MailError;
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '';
  const codes = `${responseCode ?? ''} ${enhanced}`.trim();
  const fault = mailServerFault;

  if (code === 'ETLS' || isUnsafe(originalCode)) return notSafe(originalCode, asked);
  if (responseCode === undefined) return withoutResponse(error, code, originalCode, progress, asked);
  if (code === 'EAUTH' && notUnderstood.has(responseCode)) return noLogin(codes);
  if (responseCode === 530 && /\bSTARTTLS\b/i.test(response)) return wantsTls(codes);
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) {
    return fault(`The mail server refused the log-in (${codes})`, {
      code: responseCode < 500 ? 'email.down' : 'email.login-refused',
      retryable: responseCode < 500,
      scope: 'channel',
      remedy: 'Correct user and password of the mail server (mail.smtp, mail.user, mail.password) and restart Porter.',
    });
  }
  const ofRecipient = command === 'RCPT TO';
  const ofLetter = command === 'DATA';
  if (responseCode < 500) {
    // Greylisting takes minutes. A refusal before RCPT TO concerns the whole server.
    return ofRecipient || ofLetter
      ? fault(`The mail server asks to come back later (${codes})`, {
          code: 'email.later',
          retryable: true,
          afterMs: responseCode === 421 ? MINUTE : 5 * MINUTE,
          scope: 'person',
          words: wordsOf(response),
        })
      : fault(`The mail server is not ready (${codes})`, { code: 'email.down', retryable: true, scope: 'channel' });
  }
  // Responses repeat the address, which a stranger chose: it must not be taken for the server's own words.
  const words = withoutAddresses(response);
  if (ofRecipient && enhanced.startsWith('5.7.') && /\brelay/i.test(words) && !/\brecipient address\b/i.test(words)) {
    return fault(`The mail server does not pass on our letters (${codes})`, {
      code: 'email.relay-refused',
      retryable: false,
      scope: 'channel',
      remedy: 'The mail server wants a log-in, or must be told to relay for this machine.',
    });
  }
  if ((!ofRecipient && !ofLetter) || meansUs(enhanced, words)) return blocked(codes);
  const said = wordsOf(response);
  if (ofRecipient) {
    return fault(`The mail server will never take this address (${codes})`, {
      ...{ code: 'email.address-refused', retryable: false, scope: 'person', words: said },
    });
  }
  return fault(`The mail server does not take this letter (${codes})`, {
    ...{ code: 'email.letter-refused', retryable: false, scope: 'message', words: said },
  });
}

/**
 * True if a refusal of a recipient or of a letter certainly concerns us, not this recipient. Postfix refuses the sender, the
 * greeting or this machine only there (`smtpd_delay_reject`); 5.1.7 and 5.1.8 of RFC 3463 concern the sender's address. A
 * doubtful refusal (a list closed to strangers, spam, no reason at all) counts against this one address or letter. Otherwise
 * anybody could stop all mail by applying with such an address.
 *
 * @param words of the response, without addresses
 */
function meansUs(enhanced: string, words: string): boolean {
  if (/\brecipient\b/i.test(words)) return false;
  if (/\bsender address\b|\bclient host\b|\bhelo command\b|\bblocked using\b/i.test(words)) return true;
  return enhanced === '5.1.7' || enhanced === '5.1.8';
}

/** The attempt was told to end before the mail server had the letter. */
export const stopped = (): Fault =>
  new Fault('The mail server was not asked to the end', {
    ...{ code: 'email.stopped', retryable: true, scope: 'message' },
  });

const blocked = (codes: string): Fault =>
  mailServerFault(`The mail server blocks us (${codes})`, {
    code: 'email.blocked',
    retryable: false,
    scope: 'channel',
    remedy: 'Ask whoever runs the mail server why; the sender (mail.from) or this machine may be blocked.',
  });

/** Turns a failure without a response into a fault: the connection failed, broke or was never made. Throws anything else. */
function withoutResponse(
  error: unknown,
  code: string,
  originalCode: string,
  progress: Progress,
  asked: AskedServer | undefined,
): Fault {
  if (code === 'EMESSAGE') {
    return new Fault('The letter is larger than the mail server takes', {
      code: 'email.letter-refused',
      retryable: false,
      scope: 'message',
    });
  }
  if (code === 'EENVELOPE') {
    return new Fault('The mail library does not take this address', {
      code: 'email.address-refused',
      retryable: false,
      scope: 'person',
    });
  }
  // After the last byte the server may have taken the letter without our knowing. A repeat carries the same Message-ID.
  if (progress === 'whole') {
    return new Fault('The connection broke before the mail server answered; the letter may have left', {
      code: 'email.uncertain',
      retryable: true,
      scope: 'person',
      outcome: 'unknown',
    });
  }
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return mailServerFault('The mail server offers no log-in that fits', {
      code: 'email.login-refused',
      retryable: false,
      scope: 'channel',
      remedy: 'Correct user and password of the mail server (mail.smtp, mail.user, mail.password) and restart Porter.',
    });
  }
  if (error instanceof Error && error.name === 'AbortError') return stopped();
  if (!ofConnection.has(code) && !ofConnection.has(originalCode)) throw error;
  const known = whyUnreachable(originalCode) === undefined ? code : originalCode;
  const why = whyUnreachable(known);
  return mailServerFault(`The mail server does not answer${why === undefined ? '' : ` (${why})`}`, {
    code: 'email.down',
    retryable: true,
    scope: 'channel',
    remedy:
      (asked && (remedyUnreachable(known, asked.host, 'porter') ?? scheme(asked, ''))) ??
      'Start the mail server; Porter goes on by itself. Or correct its name and port (mail.smtp) and restart Porter.',
  });
}
