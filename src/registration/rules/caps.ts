import { DAY, HOUR } from '../../kernel/clock.ts';
import type { ApplicationCounts, CountedSince } from '../ports/application-store.ts';
import type { RegistrationLimits } from '../settings.ts';

/**
 * Why a form is turned away. `day`, `domain` and `open` measure the team's work and count proved applications only; `unproved` and
 * `letters` (to one mail domain) measure the letters that strangers can cause.
 */
export type Cap = 'day' | 'domain' | 'open' | 'unproved' | 'letters';

/** How much of both allowances for letters the network of this form has used; undefined when networks cannot be told apart. */
export interface NetworkShare {
  readonly unproved: number | undefined;
  readonly letters: number | undefined;
}

/** The counts of unproved forms go back so far: of all, and of one mail domain. */
export const UNPROVED_SINCE = HOUR;
export const LETTERS_SINCE = DAY;

/** @param now epoch milliseconds */
export const countedSince = (now: number): CountedSince => ({
  ...{ proved: now - DAY, unproved: now - UNPROVED_SINCE, unprovedOfDomain: now - LETTERS_SINCE },
});

/** The cap that one more form would exceed, if any. */
export function capMet(
  counts: ApplicationCounts,
  domain: string,
  share: NetworkShare,
  limits: RegistrationLimits,
): Cap | undefined {
  const free = limits.freeDomains.has(domain);
  if (counts.waiting >= limits.open) return 'open';
  if (counts.proved >= limits.perDay) return 'day';
  if (!free && counts.provedOfDomain >= limits.perDomainPerDay) return 'domain';
  if (!free && !hasRoom(counts.unprovedOfDomain, limits.unprovedPerDomainPerDay, share.letters)) return 'letters';
  return hasRoom(counts.unproved, limits.unprovedPerHour, share.unproved) ? undefined : 'unproved';
}

/**
 * The first half of an allowance is for everybody, the second for networks that have used nothing of it: a stranger with one network
 * cannot empty it for others.
 */
const hasRoom = (used: number, allowance: number, ofThisNetwork = 0): boolean =>
  used < allowance && (ofThisNetwork === 0 || used < Math.ceil(allowance / 2));
