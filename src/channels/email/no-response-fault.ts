import { getSystemErrorMap } from 'node:util';
import { Fault } from '../../kernel/fault.ts';
import { remedyUnreachable, whyUnreachable } from '../../kernel/why-unreachable.ts';
import { type AskedServer, loginRefused, mailServerFault, scheme } from './server-faults.ts';

/** How much of the letter had been sent when the connection broke. */
export type Progress = 'not-sent' | 'whole';

/** Codes of nodemailer and of the system for a connection that failed, broke or was never made. */
const ofConnection: ReadonlySet<string> = new Set([
  ...['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ENOTFOUND', 'EPROTOCOL', 'EPROXY', 'EREQUIRETLS', 'EMAXLIMIT'],
  ...[...getSystemErrorMap().values()].map(([name]) => name),
]);

/** The attempt was told to end before the mail server had the letter. */
export const stopped = (): Fault =>
  new Fault('The mail server was not asked to the end', {
    ...{ code: 'email.stopped', retryable: true, scope: 'message' },
  });

/** Turns a failure without a response into a fault: the connection failed, broke or was never made. Throws anything else. */
export function noResponseFault(
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
    return loginRefused('The mail server offers no log-in that fits');
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
