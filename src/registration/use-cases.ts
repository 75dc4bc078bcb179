import type { LocalpartRefusal, UserId } from '../kernel/matrix-id.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { PasswordRefusal } from '../ports/password-judge.ts';
import type { Language } from '../texts/say.ts';
import type { ExpiredWhy, Stage } from './application.ts';

/*
 * What the site may ask of this feature; what the team may ask stands in `team-use-cases.ts`. Each use case lives in a file of
 * its own, named after it (`submit.ts` has `makeSubmit`), and answers refusals as values; a `Fault` is thrown when a database or
 * the homeserver is out of order.
 */

// ---- the form -------------------------------------------------------------------------------------------------

/** As typed; cleaned and judged by `submit`. */
export interface Order {
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly reason: string;
  readonly language: Language;
}

export type NameRefusal = LocalpartRefusal | 'reserved' | 'taken';
/** One field of the form and what is wrong with it. */
export type OrderProblem =
  | { readonly field: 'username'; readonly refusal: NameRefusal }
  | { readonly field: 'displayName'; readonly refusal: 'too-long' }
  | { readonly field: 'email'; readonly refusal: 'empty' | 'not-an-address' }
  | { readonly field: 'reason'; readonly refusal: 'empty' | 'too-long' };

/** Epoch milliseconds from which on it can be tried again. */
export interface TryAgain {
  readonly at: number;
}

export type SubmitResult =
  | { readonly kind: 'accepted'; readonly ticket: string }
  | { readonly kind: 'problems'; readonly problems: readonly OrderProblem[] }
  | { readonly kind: 'limited'; readonly why: 'day' | 'domain' | 'open'; readonly at: number };

/**
 * Takes an application: state and the letter that asks for the proof are kept, nothing is sent yet. The same answer whether or
 * not the address is known (the letter tells it, later). `ticket` opens the "check your mail" page.
 */
export type Submit = (order: Order) => Promise<SubmitResult>;
/** What is wrong with a form in itself: asks nobody, keeps nothing. Whether the name is taken is told by `submit`. */
export type JudgeForm = (order: Order) => readonly OrderProblem[];

// ---- proving the address ---------------------------------------------------------------------------------------

/** What the "check your mail" page shows. */
export interface CheckView {
  readonly stage: Stage;
  readonly email: string;
  readonly userId: UserId;
  readonly language: Language;
  /** The mail server will never take the letter: correct the address. */
  readonly mailRefused: boolean;
  /** Epoch milliseconds from which on another letter may be asked for. */
  readonly letterAgainAt: number;
  readonly wrongLeft: number;
  /** Set once the address is proved by whatever way: where to go on. */
  readonly statusToken: string | undefined;
}
export type ViewCheck = (ticket: string) => Promise<CheckView | undefined>;

export type ProveRefusal =
  | 'unknown' // no such link or ticket, or voided
  | 'used' // this link was used already
  | 'expired' // 48 h (link) or 2 h (code) are over
  | 'wrong-code'
  | 'ended' // ten wrong codes, withdrawn, or expired: this application is over
  | 'name-claimed' // somebody else proved the same name first: choose another
  | 'address-in-use'; // this address has another open application
export type Proved = { readonly statusToken: string };
export interface ProveDetail {
  /** Entries left of the ten; only with `wrong-code`. */
  readonly left: number;
}

/** Spaces and hyphens in the code do not matter. */
export type EnterCode = (
  ticket: string,
  code: string,
) => Promise<Outcome<Proved, ProveRefusal, ProveDetail | undefined>>;

export interface LinkView {
  readonly userId: UserId;
  readonly language: Language;
}
/** What the page behind a mailed link shows before its button is pressed; changes nothing. */
export type PeekProof = (token: string) => Promise<Outcome<LinkView, ProveRefusal, ProveDetail | undefined>>;
/** The button. `newName`: another name, when the first was claimed meanwhile. */
export type ProveByLink = (
  token: string,
  newName?: string,
) => Promise<Outcome<Proved, ProveRefusal | NameRefusal, ProveDetail | undefined>>;
/** The same for the holder of a ticket whose right code met `name-claimed`. */
export type ProveByCodeWithName = (
  ticket: string,
  code: string,
  newName: string,
) => Promise<Outcome<Proved, ProveRefusal | NameRefusal, ProveDetail | undefined>>;

/** Another letter with a new code, within the limits (2 at once, then 1 per 5 min). */
export type ResendProof = (
  ticket: string,
) => Promise<Outcome<undefined, 'unknown' | 'ended' | 'limited', TryAgain | undefined>>;
/** Earlier links and codes end; the wrong entries stay counted. */
export type CorrectAddress = (
  ticket: string,
  email: string,
) => Promise<Outcome<undefined, 'unknown' | 'ended' | 'limited' | 'not-an-address', TryAgain | undefined>>;

// ---- status ------------------------------------------------------------------------------------------------------

export interface StatusView {
  readonly shortId: number;
  readonly stage: Stage;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly userId: UserId;
  readonly language: Language;
  /** Approved, but somebody else has the name now: another may be picked. */
  readonly nameLost: boolean;
  readonly why: ExpiredWhy | undefined;
  readonly mayWithdraw: boolean;
  /** A welcome letter can be asked for again. */
  readonly mayResendWelcome: boolean;
}
export type ViewStatus = (token: string) => Promise<StatusView | undefined>;
export type Withdraw = (token: string) => Promise<Outcome<undefined, 'unknown' | 'too-late'>>;
export type PickName = (
  token: string,
  username: string,
) => Promise<Outcome<undefined, 'unknown' | 'too-late' | NameRefusal>>;
export type ResendWelcome = (
  token: string,
) => Promise<Outcome<undefined, 'unknown' | 'too-late' | 'limited', TryAgain | undefined>>;

/** A link that a restored backup made void: its page offers a letter with a new one. Undefined for any other link. */
export type PeekVoidLink = (token: string) => Promise<{ readonly language: Language } | undefined>;
/** That letter, to the address of the application, within the limits for letters. */
export type RenewLink = (token: string) => Promise<Outcome<undefined, 'unknown' | 'limited', TryAgain | undefined>>;

// ---- welcome -----------------------------------------------------------------------------------------------------

export interface WelcomeView extends LinkView {
  readonly displayName: string;
}
export type WelcomeRefusal = 'unknown' | 'used' | 'expired' | 'not-now';
/** `detail` comes with `used`: whose password is set, for the one who looks for it. */
export type PeekWelcome = (token: string) => Promise<Outcome<WelcomeView, WelcomeRefusal, LinkView | undefined>>;
/** Straight to the homeserver; never kept. The link is spent with it. */
export type SetPassword = (
  token: string,
  password: string,
) => Promise<Outcome<WelcomeView, WelcomeRefusal | 'password', PasswordRefusal | undefined>>;
/** A new welcome letter for the holder of an expired welcome link. */
export type RenewWelcome = (
  token: string,
) => Promise<Outcome<undefined, 'unknown' | 'too-late' | 'limited', TryAgain | undefined>>;

/** Everything that the public site may ask. */
export interface SiteUseCases {
  readonly isOpen: () => boolean;
  readonly judgeForm: JudgeForm;
  readonly submit: Submit;
  readonly viewCheck: ViewCheck;
  readonly enterCode: EnterCode;
  readonly peekProof: PeekProof;
  readonly proveByLink: ProveByLink;
  readonly proveByCodeWithName: ProveByCodeWithName;
  readonly resendProof: ResendProof;
  readonly correctAddress: CorrectAddress;
  readonly viewStatus: ViewStatus;
  readonly withdraw: Withdraw;
  readonly pickName: PickName;
  readonly resendWelcome: ResendWelcome;
  readonly peekWelcome: PeekWelcome;
  readonly setPassword: SetPassword;
  readonly renewWelcome: RenewWelcome;
  readonly peekVoidLink: PeekVoidLink;
  readonly renewLink: RenewLink;
}
