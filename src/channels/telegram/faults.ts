import { HOUR } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { codeOf, isUnsafe, remedyUnreachable, whyNoResponse } from '../../kernel/why-unreachable.ts';

/** A longer wait is cut to this; then the service is asked again. */
const LONGEST_WAIT = HOUR;

const HERE = { place: 'telegram' } as const;

/** Codes of failures before anything was sent. */
const notSent: ReadonlySet<string> = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/**
 * No response came. The fault carries a code in words and no cause, because errors of the library may hold the address, and with it the
 * token (hardening L3).
 */
export function botTrouble(error: unknown, host: string): Fault {
  const code = codeOf(error) ?? '';
  if (isUnsafe(code)) {
    return new Fault(`The connection to Telegram could not be made safe: ${whyNoResponse(error)}`, {
      ...{ ...HERE, code: 'telegram.tls', retryable: false, scope: 'channel' },
      remedy:
        remedyUnreachable(code, host, 'porter') ??
        'Does something on the way open the connections of this machine? Telegram must be reached directly.',
    });
  }
  if (notSent.has(code)) {
    return new Fault(`Telegram cannot be reached (${whyNoResponse(error)})`, {
      ...{ ...HERE, code: 'telegram.down', retryable: true, scope: 'channel' },
      remedy:
        remedyUnreachable(code, host, 'porter') ??
        `May this machine reach ${host}? \`curl -sS https://${host}/\` shows it; some networks block Telegram.`,
    });
  }
  // Aborted from outside: the attempt took too long in all, or Porter stops. That says nothing about the service.
  const aborted = (error as { readonly name?: unknown } | undefined)?.name === 'AbortError' || error instanceof Fault;
  return new Fault('The connection to Telegram ended before the answer came', {
    ...{ ...HERE, code: 'telegram.uncertain', retryable: true, outcome: 'unknown' },
    scope: aborted ? 'person' : 'channel',
  });
}

/** The service does not know the token: one that was mistyped, revoked, or never one. */
export const tokenRefused = (words: string): Fault =>
  new Fault("Telegram does not know the bot's token", {
    ...{ ...HERE, code: 'telegram.token-refused', retryable: false, scope: 'channel', words },
    remedy:
      'Ask @BotFather for it (/mybots, the bot, API Token), write it into channels.telegram.botToken or its file, and restart Porter.',
  });

/** The service is out of order, or something in front of it answered; it may have taken the message. */
export const outOfOrder = (status: number): Fault =>
  new Fault(`Telegram is out of order (${status})`, {
    ...{ ...HERE, code: 'telegram.down', retryable: true, scope: 'channel', outcome: 'unknown' },
  });

/** What answers is no Bot API: a login page of a network, a proxy, a wrong address. */
export const unreadable = (status: number): Fault =>
  new Fault(`What answers at channels.telegram.url is not the Bot API (${status})`, {
    ...{ ...HERE, code: 'telegram.unreadable', retryable: true, scope: 'channel', outcome: 'unknown' },
    remedy: 'Leave channels.telegram.url out, or let it lead to a Bot API server itself.',
  });

/**
 * What people write to the bot goes to somebody else: only one may ask for it.
 *
 * @param words tell whether it is a webhook or another program that asks
 */
export const notHeard = (words: string): Fault =>
  new Fault('What people write to the Telegram bot goes to another program', {
    ...{ ...HERE, code: 'telegram.not-heard', retryable: true, scope: 'channel', words: plainText(words, 200) },
    remedy: /webhook/i.test(words)
      ? 'Give Porter a bot of its own, or take the webhook off this one (deleteWebhook).'
      : 'Give Porter a bot of its own, or stop the other program that asks for its updates.',
  });

/** @param seconds that the service asks us to wait */
export function slowDown(seconds: unknown): Fault {
  const asked = typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds : 1;
  return new Fault('Telegram asks us to slow down', {
    ...{ ...HERE, code: 'telegram.rate-limited', retryable: true, scope: 'person' },
    afterMs: Math.min(Math.ceil(asked * 1000), LONGEST_WAIT),
  });
}

/** The bot is in the chat but may not write there; somebody can give it the right. */
export const mayNotWrite = (words: string): Fault =>
  new Fault('Porter may not write in this Telegram chat', {
    ...{ ...HERE, code: 'telegram.may-not-write', retryable: false, scope: 'person', words },
    remedy:
      'Give it the right to send messages there (in a channel: make it an administrator), then `porter outbox retry` the job.',
  });

/** A refusal that may pass within minutes. */
export const notNow = (words: string): Fault =>
  new Fault('Telegram does not let the message through at the moment', {
    ...{ ...HERE, code: 'telegram.later', retryable: true, scope: 'person', words },
  });

/** The session is no session, or it was ended: by its owner, by Telegram, or because the account is gone. */
export const sessionEnded = (words: string): Fault =>
  new Fault('The session of the Telegram account is not valid any more', {
    ...{ ...HERE, code: 'telegram.session-ended', retryable: false, scope: 'channel', words },
    remedy:
      'Sign in again: `porter telegram setup user`, then write the new session in place of the old one and restart Porter.',
  });

/** API id and hash belong together and to somebody; these do not. */
export const appRefused = (words: string): Fault =>
  new Fault('Telegram does not know this API id and hash', {
    ...{ ...HERE, code: 'telegram.app-refused', retryable: false, scope: 'channel', words },
    remedy: 'Compare channels.telegram.apiId and apiHash with https://my.telegram.org/apps, and restart Porter.',
  });

/** Telegram took the account for one that floods strangers. */
export const accountLimited = (words: string): Fault =>
  new Fault('Telegram limits what this account may send to strangers', {
    ...{ ...HERE, code: 'telegram.account-limited', retryable: true, scope: 'channel', words, afterMs: LONGEST_WAIT },
    remedy: 'Ask @SpamBot in that account until when. A bot (botToken) has no such limit with people who started it.',
  });

/** A connection that was not made, or that broke. @param asked whether a call was under way, which may have taken effect */
export const connectionLost = (asked: boolean): Fault =>
  new Fault(asked ? 'The connection to Telegram ended before the answer came' : 'Telegram cannot be reached', {
    ...{ ...HERE, code: asked ? 'telegram.uncertain' : 'telegram.down', retryable: true, scope: 'channel' },
    ...(asked ? { outcome: 'unknown' } : {}),
    remedy:
      'May this machine reach Telegram (TCP, port 443)? Where it may not, try useWSS or proxy in channels.telegram.',
  });
