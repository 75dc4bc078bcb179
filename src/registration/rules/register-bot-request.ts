import { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import { type Localpart, parseLocalpart } from '../../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { PROVE_LINK_LIFE } from '../settings.ts';

/** A row of the table `registrations` of matrix-register-bot. What the database has no value for is empty. */
export interface RegisterBotRequest {
  /** By which people find it: its `id`, on SQLite its row number. */
  readonly row: number;
  /** A number of `stepOf`, or any other. */
  readonly state: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly note: string;
  readonly email: string;
  /** Secret of the link that was mailed. */
  readonly verifyToken: string;
  /** Epoch milliseconds; undefined if the row has none. */
  readonly requestedAt: number | undefined;
}

/**
 * Why a request is left out. `finished`: accepted and done, or declined. `letter-lost`: the account was made, and the letter with its
 * password was never sent. `has-account`: a login of the bot has the name. `too-old`: the address was not proved in time.
 */
export type RequestRefusal =
  | 'finished'
  | 'letter-lost'
  | 'has-account'
  | 'too-old'
  | 'unknown-stage'
  | 'bad-name'
  | 'bad-email';

/**
 * How it goes on here. `mail-link`: its letter was never sent. `await-proof`: the mailed link is good until its time is over. `ask-team`:
 * the address is proved.
 */
export type NextStep = 'mail-link' | 'await-proof' | 'ask-team';

export interface RegisterBotApplication {
  readonly row: number;
  readonly next: NextStep;
  readonly localpart: Localpart;
  readonly email: EmailAddress;
  readonly displayName: string;
  readonly reason: string;
  readonly verifyToken: string;
  /** Epoch milliseconds, never ahead. */
  readonly requestedAt: number;
}

export interface RequestRules {
  readonly serverName: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The bot made a login of this name. */
  readonly hasLogin: (username: string) => boolean;
}

/** As `web` pages cut them: what an applicant can type here. */
const LONGEST_NAME = 100;
const LONGEST_REASON = 1_000;

/**
 * The bot's numbers. 7 stands for accepted and for an account that could not be made, and nobody is recorded who accepted: the team is
 * asked again.
 */
const stepOf: Readonly<Record<number, NextStep | 'letter-lost' | 'finished'>> = {
  ...{ 0: 'mail-link', 1: 'await-proof', 5: 'ask-team', 6: 'ask-team', 7: 'ask-team' },
  ...{ 8: 'letter-lost', 13: 'finished', 100: 'finished' },
};

/** Reads one request. The detail of a refusal is the name, once it is known to be one. */
export function readRequest(
  request: RegisterBotRequest,
  { serverName, now, hasLogin }: RequestRules,
): Outcome<RegisterBotApplication, RequestRefusal, Localpart | undefined> {
  const name = parseLocalpart(request.username, serverName);
  if (!name.ok) return refuse('bad-name', undefined);
  const localpart = name.value;
  const no = (refusal: RequestRefusal) => refuse(refusal, localpart);

  const step = stepOf[request.state];
  if (step === undefined) return no('unknown-stage');
  if (step === 'finished' || step === 'letter-lost') return no(step);
  if (hasLogin(request.username)) return no('has-account');
  const email = parseEmailAddress(request.email);
  if (email === undefined) return no('bad-email');
  const requestedAt = Math.min(request.requestedAt ?? now, now);
  if (step !== 'ask-team' && now > requestedAt + PROVE_LINK_LIFE) return no('too-old');
  return ok({
    ...{ row: request.row, localpart, email, requestedAt, verifyToken: request.verifyToken },
    // Without the secret of its link nobody could prove the address.
    next: step === 'await-proof' && !isRegisterBotToken(request.verifyToken) ? 'mail-link' : step,
    displayName: plainText(`${request.firstName} ${request.lastName}`, LONGEST_NAME),
    reason: plainText(request.note, LONGEST_REASON, true),
  });
}

/** The form of the secrets in the bot's links. */
export const isRegisterBotToken = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);
