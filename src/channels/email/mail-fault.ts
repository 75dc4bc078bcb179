import { MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { isUnsafe } from '../../kernel/why-unreachable.ts';
import { noResponseFault, type Progress } from './no-response-fault.ts';
import {
  type AskedServer,
  blocked,
  mailServerFault as fault,
  loginRefused,
  noLogin,
  notSafe,
  wantsTls,
} from './server-faults.ts';

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

/** Responses to a command that the server does not know, or does not take here (RFC 5321, 4.2.2). */
const notUnderstood: ReadonlySet<number> = new Set([500, 501, 502, 503, 504]);

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

  if (code === 'ETLS' || isUnsafe(originalCode)) return notSafe(originalCode, asked);
  if (responseCode === undefined) return noResponseFault(error, code, originalCode, progress, asked);
  if (code === 'EAUTH' && notUnderstood.has(responseCode)) return noLogin(codes);
  if (responseCode === 530 && /\bSTARTTLS\b/i.test(response)) return wantsTls(codes);
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) {
    return loginRefused(`The mail server refused the log-in (${codes})`, responseCode < 500);
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
