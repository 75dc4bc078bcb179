import { MINUTE } from '../../kernel/clock.ts';
import { placeToCut } from '../../kernel/cut-text.ts';
import type { Notification } from '../../ports/channel.ts';
import { type Address, writtenAddress } from './address-book.ts';

/** UTF-16 units of a text that stands for a title. */
const LONGEST_TITLE = 200;

/** How notifications are folded. Undefined: never. */
export interface FoldSettings {
  /** For how long the same notification is counted instead of shown. Milliseconds. */
  readonly merge: number | undefined;
  /** Most notifications of one stream (`streamOf`) in a minute; the rest is shown together at its end. */
  readonly perMinute: number | undefined;
}

/** Two notifications with the same text here say the same to the same people, and have the same sender. */
export const sameness = (sender: string, notification: Notification, addresses: readonly Address[]): string =>
  JSON.stringify([sender, notification, addresses.map(writtenAddress)]);

/**
 * Two notifications with the same text here share one number per minute. What is folded is told once, to the people of the first and
 * as urgently as the first, so only what has both in common is folded. A sender may name any origin, so each has streams of its own; one that names very many has one
 * for all of them, without an origin.
 */
export const streamOf = (sender: string, { origin, urgency }: Notification, addresses: readonly Address[]): string =>
  // Sorted, so that another order of the same targets is no other stream.
  JSON.stringify([sender, origin, urgency, addresses.map(writtenAddress).sort()]);

/** The minute in which this moment lies. Epoch milliseconds. */
export const minuteOf = (at: number): { readonly since: number; readonly until: number } => {
  const since = Math.floor(at / MINUTE) * MINUTE;
  return { since, until: since + MINUTE };
};

/** Returns one line of a folded notification for the one that tells of all: its title, or the beginning of its text. */
export const titleOf = ({ title, lines: [first = ''] }: Notification): string =>
  title || first.slice(0, placeToCut(first, LONGEST_TITLE));
