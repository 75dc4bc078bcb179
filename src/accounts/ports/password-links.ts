import type { Language } from '../../kernel/languages.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { Ordered } from './account-audit.ts';

/** `forgotten`: the person asked for it on the site. `invited`: an operator had it sent or printed. */
export const linkPurposes = ['forgotten', 'invited'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/** A link by which the person of an account sets its password, once. Times in epoch milliseconds. */
export interface PasswordLink {
  /** UUIDv7; the token of the link is derived from it. */
  readonly id: string;
  /** Undefined: somebody asked with an address that no account has, which leaves the same traces. */
  readonly localpart: Localpart | undefined;
  readonly purpose: LinkPurpose;
  /** Keyed hash of the address that its letter goes to; undefined: it is handed over by other means. */
  readonly addressHash: string | undefined;
  /** Of its letter. */
  readonly language: Language;
  readonly askedAt: number;
  /** Hash of the token, and until when it works; undefined until the letter is sent. */
  readonly sent: { readonly hash: string; readonly validUntil: number } | undefined;
  /** When a password was set, by this link or otherwise: it no longer works. */
  readonly usedAt: number | undefined;
}

/** A link that a letter brings. */
export type AskedLink = PasswordLink & { readonly addressHash: string };

export interface AskedBefore {
  /** When the address was asked for, oldest first. */
  readonly times: readonly number[];
  /** How often any address was. */
  readonly all: number;
}

/**
 * Links that set passwords. A new password of an account ends all of its links, and so does its end. All methods throw `Fault` when the
 * database cannot be used.
 */
export interface PasswordLinkStore {
  /**
   * Adds a link that somebody asked for on the site, with its job, unless `refuses` says why not. Nobody else asks meanwhile.
   *
   * @param since how far back to count, epoch milliseconds: for the address, and for all addresses
   */
  ask<Refusal extends string>(
    link: AskedLink,
    job: NewJob,
    since: { readonly address: number; readonly all: number },
    refuses: (before: AskedBefore) => Refusal | undefined,
  ): Promise<Refusal | undefined>;

  /**
   * Adds links that an operator ordered, each with its job if a letter brings it. A link whose job is known is left out with it. Resolves
   * with the number of new ones.
   */
  add(
    links: readonly { readonly link: PasswordLink; readonly job: NewJob | undefined }[],
    ordered: Ordered,
  ): Promise<number>;

  find(id: string): Promise<PasswordLink | undefined>;
  findByHash(hash: string): Promise<PasswordLink | undefined>;

  /** Keeps the hash of a token before it is sent. False, and nothing changes, if the link was used or is gone. */
  keep(id: string, sent: NonNullable<PasswordLink['sent']>): Promise<boolean>;

  /** Deletes links that were asked for before, and have ended. */
  tidy(before: number): Promise<void>;
}
