import { type Clock, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { orAborted } from '../../kernel/or-aborted.ts';
import { startLimit } from '../../kernel/time-limit.ts';
import { classifyRpc } from './classify-rpc.ts';
import { connectionLost } from './faults.ts';
import { closeClient, makeClient } from './open-account.ts';
import { loadTeleproto, type Teleproto } from './teleproto.ts';

/** What the person is asked while Telegram waits. A rejection ends the sign-in. */
export interface SignInQuestions {
  /** @param again why it is asked once more */
  phone(again: string | undefined): Promise<string>;
  code(again: string | undefined): Promise<string>;
  /** Only for accounts with a second step. @property hint that its owner chose; '' if there is none */
  password(hint: string, again: string | undefined): Promise<string>;
}

export interface SignedIn {
  /** The text for `channels.telegram.session`. Whoever has it has the account. */
  readonly session: string;
  /** What the account is called. */
  readonly name: string;
}

/** For one call. */
const PATIENCE = 30 * SECOND;
/** How often one question is asked; Telegram itself stops an account's sign-ins for a day soon after. */
const MOST_TRIES = 3;

const FAULT = { retryable: false, scope: 'channel', place: 'telegram' } as const;

/** Why an answer is asked for once more. Any other error ends the sign-in. */
const again: Readonly<Record<string, string>> = {
  PHONE_NUMBER_INVALID: 'Telegram does not know this number: write it with the country, such as +49 170 1234567.',
  PHONE_CODE_INVALID: 'That is not the code.',
  PHONE_CODE_EMPTY: 'That is not the code.',
  PASSWORD_HASH_INVALID: 'That is not the password.',
};

/** Errors that end the sign-in, in sentences. */
const ends: Readonly<Record<string, readonly [sentence: string, remedy: string]>> = {
  PHONE_NUMBER_BANNED: ['Telegram has banned this number', 'Use another account.'],
  PHONE_NUMBER_FLOOD: ['Telegram stops sign-ins with this number for a day', 'Try again tomorrow.'],
  PHONE_PASSWORD_FLOOD: ['Telegram stops sign-ins with this number for a day', 'Try again tomorrow.'],
  PHONE_CODE_EXPIRED: ['The code has expired', 'Begin again, and type the newest code.'],
};

/**
 * Signs in to a user account. Throws `Fault` with a sentence for the person; whatever a question throws is passed on.
 *
 * @param load for tests: where the library comes from
 */
export async function signIn(
  app: { readonly apiId: number; readonly apiHash: string },
  questions: SignInQuestions,
  clock: Clock,
  load?: () => Promise<Teleproto>,
): Promise<SignedIn> {
  const library = await loadTeleproto(load);
  const { Api } = library;
  const session = new library.StringSession('');
  const settings = { apiId: app.apiId, useWSS: false, connectionRetries: 3, proxy: undefined };
  const client = makeClient(settings, app.apiHash, session, library);
  /** Nobody waits for the person but the person. */
  const never = new AbortController().signal;

  /** One call. An error without a name is one of the connection. */
  async function ask<T>(work: () => Promise<T>): Promise<T> {
    using limit = startLimit(clock, PATIENCE, never);
    try {
      return await orAborted(work(), limit.signal);
    } catch (error) {
      throw nameOf(error) === undefined ? connectionLost(false) : error;
    }
  }

  // `invoke` follows the account to the data centre that keeps it.
  async function sendCode(phoneNumber: string) {
    const sent = await ask(() =>
      client.invoke(new Api.auth.SendCode({ ...app, phoneNumber, settings: new Api.CodeSettings({}) })),
    );
    const byMail =
      sent instanceof Api.auth.SentCode &&
      (sent.type instanceof Api.auth.SentCodeTypeEmailCode ||
        sent.type instanceof Api.auth.SentCodeTypeSetUpEmailRequired);
    if (!(sent instanceof Api.auth.SentCode) || byMail) {
      throw new Fault('Telegram wants to send the code of this account by e-mail, which Porter does not know', {
        ...{ ...FAULT, code: 'telegram.sign-in' },
        remedy: 'Stay signed in to the Telegram app with this account: then the code comes there. Or use a bot.',
      });
    }
    return sent.phoneCodeHash;
  }

  async function checkPassword(why: string | undefined) {
    const state = await ask(() => client.invoke(new Api.account.GetPassword()));
    const typed = await questions.password(state.hint ?? '', why);
    const password = await library.computeCheck(state, typed);
    return ask(() => client.invoke(new Api.auth.CheckPassword({ password })));
  }

  try {
    await ask(() => client.connect());
    const [phoneNumber, phoneCodeHash] = await untilRight(async (why) => {
      const phone = (await questions.phone(why)).replace(/[^\d+]/g, '');
      return [phone, await sendCode(phone)] as const;
    });
    const signed = await untilRight(async (why) => {
      const phoneCode = (await questions.code(why)).replace(/\D/g, '');
      try {
        return await ask(() => client.invoke(new Api.auth.SignIn({ phoneNumber, phoneCodeHash, phoneCode })));
      } catch (error) {
        if (nameOf(error) !== 'SESSION_PASSWORD_NEEDED') throw error;
        return untilRight(checkPassword);
      }
    });
    if (!(signed instanceof Api.auth.Authorization) || !(signed.user instanceof Api.User)) {
      throw new Fault('Nobody has a Telegram account with this number', {
        ...{ ...FAULT, code: 'telegram.sign-in', remedy: 'Make the account in the Telegram app first.' },
      });
    }
    const { username, firstName } = signed.user;
    return { session: session.save(), name: username === undefined ? (firstName ?? 'a user') : `@${username}` };
  } finally {
    using limit = startLimit(clock, PATIENCE, never);
    await orAborted(closeClient(client), limit.signal).catch(() => undefined);
  }
}

/** Asks again while the answer is wrong, a few times. */
async function untilRight<T>(attempt: (why: string | undefined) => Promise<T>): Promise<T> {
  let why: string | undefined;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(why);
    } catch (error) {
      why = again[nameOf(error) ?? ''];
      if (why === undefined || tries === MOST_TRIES) throw asFault(error, why);
    }
  }
}

const nameOf = (error: unknown): string | undefined => {
  const { errorMessage } = (error ?? {}) as { readonly errorMessage?: unknown };
  return typeof errorMessage === 'string' ? errorMessage : undefined;
};

/** What a question threw stays what it is. */
function asFault(error: unknown, wrong: string | undefined): unknown {
  const name = nameOf(error);
  if (wrong !== undefined) {
    return new Fault(`${wrong.replace(/\.$/, '')}, three times`, {
      ...{ ...FAULT, code: 'telegram.sign-in', remedy: 'Wait for some minutes, then begin again.' },
    });
  }
  if (name === undefined) return error;
  const [sentence, remedy] = ends[name] ?? [];
  if (sentence !== undefined && remedy !== undefined) {
    return new Fault(sentence, { ...FAULT, code: 'telegram.sign-in', remedy });
  }
  const verdict = classifyRpc(error);
  return verdict.kind === 'fault'
    ? verdict.fault
    : new Fault(`Telegram refused the sign-in (${name})`, { ...FAULT, code: 'telegram.sign-in' });
}
