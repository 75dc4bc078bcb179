import { type Outcome, ok } from '../kernel/outcome.ts';
import type { CheckSignIn, SignInRefusal } from './ports.ts';
import type { Sessions } from './sessions.ts';

/** Characters of what tells a known browser from others: 128 bits in base64url. */
const MARK = /^([\w-]{22})\.([\w-]{43})$/;

export interface SignInOrder {
  /** A name, a user ID or a mail address. */
  readonly typed: string;
  readonly password: string;
  /** What the browser calls itself. */
  readonly agent: string;
  /** What an earlier sign-in gave this browser to show; '' if it shows nothing. */
  readonly mark: string;
}

export interface SignedIn {
  readonly secret: string;
  /** For this browser to keep: its wrong passwords count apart from those of strangers. */
  readonly mark: string;
}

export type SignIn = (order: SignInOrder) => Promise<Outcome<SignedIn, SignInRefusal>>;

export interface SignInNeeds {
  readonly check: CheckSignIn;
  readonly sessions: Pick<Sessions, 'begin'>;
  /** Keyed signature of a text, 43 characters of base64url. */
  readonly sign: (text: string) => string;
  readonly verify: (text: string, signature: string) => boolean;
  /** 22 random characters of base64url. */
  readonly random: () => string;
}

/**
 * Signs people in by their password. Whoever guesses at an account pauses it for strangers, and never for a browser in which its owner was
 * signed in before.
 */
export function makeSignIn({ check, sessions, sign, verify, random }: SignInNeeds): SignIn {
  const textOf = (name: string, browser: string) => `known browser\n${name}\n${browser}`;
  return async ({ typed, password, agent, mark }) => {
    const [, browser = '', signature = ''] = MARK.exec(mark) ?? [];
    const isKnown = (name: string) => browser !== '' && verify(textOf(name, browser), signature);
    const checked = await check(typed, password, (name, asked) =>
      // Counted as typed: a pause that began with the name and met the address would tell whose address it is.
      isKnown(name) ? `${name} ${browser}` : asked,
    );
    if (!checked.ok) return checked;
    const { localpart } = checked.value;
    const kept = isKnown(localpart) ? browser : random();
    return ok({
      secret: await sessions.begin(checked.value, agent),
      mark: `${kept}.${sign(textOf(localpart, kept))}`,
    });
  };
}
