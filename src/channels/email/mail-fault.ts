import { getSystemErrorMap } from 'node:util';
import { MINUTE } from '../../kernel/clock.ts';
import { Fault, type FaultOptions } from '../../kernel/fault.ts';
import { whyUnreachable } from '../../kernel/why-unreachable.ts';

/** Of what a mail server says, UTF-16 units: the search for addresses in it costs the square. */
const LONGEST_ANSWER = 2_000;

/** What nodemailer says about a failure; `responseCode` decides, because `code` is EENVELOPE for passing and lasting refusals alike. */
interface MailError {
  readonly code?: string;
  /** The system's or OpenSSL's own code, where nodemailer put its own over it. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
}

/** What a mail server said, without the addresses that it may repeat. */
export const withoutAddresses = (answer: string): string =>
  answer.slice(0, LONGEST_ANSWER).replace(/<[^>]*>|\S+@\S+/g, '');

/** A fault of the mail server: it refused, or does not work. */
const mailServerFault = (message: string, options: Omit<FaultOptions, 'place'>): Fault =>
  new Fault(message, { ...options, place: 'email' });

/** How far the letter had gone when the connection broke. */
export type Progress = 'not-sent' | 'whole';

const unsafe = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

/** Nodemailer's own codes for a connection that failed, broke or never was. */
const ofConnection: ReadonlySet<string> = new Set([
  ...['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ENOTFOUND', 'EPROTOCOL', 'EPROXY', 'EREQUIRETLS', 'EMAXLIMIT'],
  ...[...getSystemErrorMap().values()].map(([name]) => name),
]);

/**
 * Sorts a failure by one question: whom does it concern, and can trying again help? The fault carries codes only: answers of mail
 * servers repeat addresses, and errors of libraries may hold credentials, so neither goes into it, nor as its cause. A fault that came
 * in comes out; what is neither an answer nor a broken connection is a bug, and is thrown.
 */
export function mailFault(error: unknown, progress: Progress): Fault {
  if (error instanceof Fault) return error;
  const { code = '', originalCode = '', responseCode, response = '', command = '' } = (error ?? {}) as MailError;
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '';
  const answer = `${responseCode ?? ''} ${enhanced}`.trim();
  const fault = mailServerFault;

  if (code === 'ETLS' || unsafe.test(originalCode)) {
    return fault('The connection to the mail server could not be made safe', {
      code: 'email.tls',
      retryable: false,
      scope: 'channel',
      remedy:
        'The mail server must offer TLS with a certificate that this machine trusts (mail.smtp, mail.requireTls).',
    });
  }
  if (responseCode === undefined) return withoutAnswer(error, code, originalCode, progress);
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) {
    return fault(`The mail server refused the log-in (${answer})`, {
      code: responseCode < 500 ? 'email.down' : 'email.login-refused',
      retryable: responseCode < 500,
      scope: 'channel',
      remedy: 'Correct user and password of the mail server (mail.smtp, mail.user, mail.password) and restart Porter.',
    });
  }
  const ofRecipient = command === 'RCPT TO';
  const ofLetter = command === 'DATA';
  if (responseCode < 500) {
    // Greylisting wants minutes; before the recipient was named it is the server that is not ready.
    return ofRecipient || ofLetter
      ? fault(`The mail server asks to come back later (${answer})`, {
          code: 'email.later',
          retryable: true,
          afterMs: responseCode === 421 ? MINUTE : 5 * MINUTE,
          scope: 'person',
        })
      : fault(`The mail server is not ready (${answer})`, { code: 'email.down', retryable: true, scope: 'channel' });
  }
  // Answers repeat the address, and the address is a stranger's choice: it must not be read as the server's words.
  const words = withoutAddresses(response);
  if (ofRecipient && enhanced.startsWith('5.7.') && /\brelay/i.test(words) && !/\brecipient address\b/i.test(words)) {
    return fault(`The mail server does not pass on our letters (${answer})`, {
      code: 'email.relay-refused',
      retryable: false,
      scope: 'channel',
      remedy: 'The mail server wants a log-in, or must be told to relay for this machine.',
    });
  }
  if ((!ofRecipient && !ofLetter) || meansUs(enhanced, words)) return blocked(answer);
  if (ofRecipient) {
    return fault(`The mail server will never take this address (${answer})`, {
      code: 'email.address-refused',
      retryable: false,
      scope: 'person',
    });
  }
  return fault(`The mail server does not take this letter (${answer})`, {
    code: 'email.letter-refused',
    retryable: false,
    scope: 'message',
  });
}

/**
 * Is this refusal, said of a recipient or of a letter, surely about us? Postfix says there what it holds against the sender, the
 * greeting or this machine as well (`smtpd_delay_reject`); 5.1.7 and 5.1.8 of RFC 3463 are the sender's address. Whatever leaves a
 * doubt (lists that are not for strangers, spam, no reason at all) counts for this one address or letter: else anybody could stop all
 * mail by applying with it.
 *
 * @param words of the answer, without addresses
 */
function meansUs(enhanced: string, words: string): boolean {
  if (/\brecipient\b/i.test(words)) return false;
  if (/\bsender address\b|\bclient host\b|\bhelo command\b|\bblocked using\b/i.test(words)) return true;
  return enhanced === '5.1.7' || enhanced === '5.1.8';
}

const blocked = (answer: string): Fault =>
  mailServerFault(`The mail server blocks us (${answer})`, {
    code: 'email.blocked',
    retryable: false,
    scope: 'channel',
    remedy: 'Ask whoever runs the mail server why; the sender (mail.from) or this machine may be blocked.',
  });

/** The connection failed, broke, or never was; anything else is thrown. */
function withoutAnswer(error: unknown, code: string, originalCode: string, progress: Progress): Fault {
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
  // After the last byte the letter may have been taken although nobody said so: a repeat carries the same Message-ID.
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
  if (!ofConnection.has(code) && !ofConnection.has(originalCode)) throw error;
  const why = whyUnreachable(originalCode) ?? whyUnreachable(code);
  return mailServerFault(`The mail server does not answer${why === undefined ? '' : ` (${why})`}`, {
    code: 'email.down',
    retryable: true,
    scope: 'channel',
    remedy:
      'Start the mail server; Porter goes on by itself. Or correct its name and port (mail.smtp) and restart Porter.',
  });
}
