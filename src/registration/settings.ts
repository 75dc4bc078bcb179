import type { LegalName, OwnPages } from '../kernel/own-texts.ts';
import type { Language } from '../texts/say.ts';
import type { Quorum } from './rules/decision.ts';

/** What the feature needs of the configuration. All times in milliseconds. */
export interface RegistrationSettings {
  readonly serverName: string;
  readonly quorum: Quorum;
  /** 0 acts at once. */
  readonly approveDelay: number;
  readonly declineDelay: number;
  /** An application expires when nobody has decided after this time. */
  readonly decideWithin: number;
  /** How long the welcome link is valid; a new one can be asked for afterwards. */
  readonly welcomeWithin: number;
  readonly reasonRequired: boolean;
  /** Applicants choose their password on the form, and not behind the link of the welcome letter. */
  readonly passwordOnForm: boolean;
  readonly showEmail: 'full' | 'domain' | 'hidden';
  /** Porter keeps the accounts, so it tells others who is who, as far as people agree. */
  readonly accountsHere: boolean;
  /** Page for people who forgot their password; undefined where passwords are not kept here. */
  readonly forgottenUrl: string | undefined;
  /** Lower case. Refused on the form, in addition to what the homeserver refuses. */
  readonly reservedNames: ReadonlySet<string>;
  readonly limits: RegistrationLimits;
  /** Pages' base, no trailing slash, e.g. `https://join.example.org`. Every link begins with it. */
  readonly publicUrl: string;
  /** The operator's name for the service, one line: letters and pages. */
  readonly title: string;
  /** Somebody reads replies to letters. */
  readonly mayReply: boolean;
  /** The homeserver's address that clients log in at, e.g. `https://matrix.example.org`. */
  readonly homeserverUrl: string;
  readonly howToUrl: string | undefined;
  readonly clients: readonly { readonly name: string; readonly url: string }[];
  /** The operator's own texts; letters link to some of them. */
  readonly own: OwnPages;
  /** What applicants must accept on the form; empty: nothing. */
  readonly accept: readonly TextToAccept[];
  /** The language that Porter speaks in the team room. */
  readonly teamLanguage: Language;
  /** IANA name of the zone whose times the team room shows. */
  readonly timeZone: string;
  /** Porter's own user, `@porter:server`. */
  readonly sender: string;
}

/** One of the operator's texts that applicants must accept. */
export interface TextToAccept {
  readonly name: LegalName;
  /** Hexadecimal; another one as soon as the text or the link changes, in any language. */
  readonly version: string;
}

/** Defaults in docs/hardening.md, section 5. Counts of applications unless said otherwise. */
export interface RegistrationLimits {
  /** Proved applications, as `open` and `perDomainPerDay`: strangers with invented addresses cannot use these up. */
  readonly perDay: number;
  readonly open: number;
  readonly perDomainPerDay: number;
  /** Applications whose address is not proved, as the next one. */
  readonly unprovedPerHour: number;
  readonly unprovedPerDomainPerDay: number;
  /** Mail domains (lower case) to which no limit per domain applies. */
  readonly freeDomains: ReadonlySet<string>;
}

export const PROVE_LINK_LIFE = 48 * 3_600_000;
export const CODE_LIFE = 2 * 3_600_000;
export const WRONG_CODES = 10;
