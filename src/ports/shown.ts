import { placeToCut, shareCut } from '../kernel/cut-text.ts';
import { parseHttpUrl } from '../kernel/http-url.ts';
import { inertText, plainText, showsSomething } from '../kernel/plain-text.ts';
import type { Delivery, Notification } from './channel.ts';

/** Marks what somebody should look at once. */
const SYMBOL = '🔴';
/** Characters; a title is one line that a phone shows. */
const LONGEST_TITLE = 1_000;
const LONGEST_ORIGIN = 100;
const LONGEST_LABEL = 200;
const LONGEST_FACT = 500;
/** As many as the relay takes (`notifications/rules/order.ts`). */
const MOST_FACTS = 50;

/** The link as people see it. */
export interface ShownLink {
  /** The words to press. */
  readonly label: string;
  /** The label is not the address itself, so whoever reads plain text needs both. */
  readonly named: boolean;
  /** Undefined for anything but a web address, which is only shown. */
  readonly href: string | undefined;
}

/** What a delivery says, cleaned of what could harm: well-formed text without control, bidirectional and invisible characters. */
export interface Shown {
  /** `🔴 [router1] Disk full`; '' if there is nothing to be said above the text. */
  readonly title: string;
  /** Its lines, not cut; without empty ones at the beginning and the end. '' if nobody would see anything of it. */
  readonly text: string;
  readonly preformatted: boolean;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly link: ShownLink | undefined;
  /** '' if it did not wait for long. */
  readonly waited: string;
}

export type Saying = Pick<Delivery, 'notification' | 'show' | 'waited'>;

export const shownOf = ({ notification, show, waited }: Saying): Shown => ({
  title: titleOf(notification, show),
  text: textOf(notification.lines),
  preformatted: notification.preformatted,
  facts: notification.facts
    .slice(0, MOST_FACTS)
    .map(([name, value]) => [plainText(name, LONGEST_FACT), plainText(value, LONGEST_FACT)]),
  link: linkOf(notification.link),
  waited: plainText(waited ?? '', LONGEST_FACT),
});

function textOf(lines: Notification['lines']): string {
  const text = lines.map(inertText).join('\n');
  return showsSomething(text) ? text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd() : '';
}

function titleOf({ origin, urgency, title }: Notification, show: Delivery['show']): string {
  const from = show.origin ? plainText(origin, LONGEST_ORIGIN) : '';
  const symbol = show.symbol && urgency === 'now' ? SYMBOL : '';
  const pieces = [symbol, from === '' ? '' : `[${from}]`, plainText(title, LONGEST_TITLE)];
  return pieces.filter((piece) => piece !== '').join(' ');
}

function linkOf(link: Notification['link']): ShownLink | undefined {
  if (link === undefined) return undefined;
  const href = parseHttpUrl(link.url)?.href;
  const words = plainText(link.label ?? '', LONGEST_LABEL);
  const address = plainText(link.url.replace(/^https?:\/\//i, ''), LONGEST_LABEL);
  // What cannot be pressed has to be read.
  const both = [words, address].filter((part) => part !== '').join(': ');
  const label = href === undefined ? both : words || address;
  return label === '' ? undefined : { label, named: words !== '', href };
}

/** Splits a title where a service shows short headings: the rest of a longer one begins the text. @param longest UTF-16 units */
export function splitTitle(title: string, longest: number): readonly [heading: string, rest: string] {
  const kept = placeToCut(title, longest);
  const rest = title.slice(kept).trim();
  return rest === '' ? [title, ''] : [`${title.slice(0, kept).trimEnd()}…`, `…${rest}`];
}

/** Cuts a text that is too long, and says in a last line how much is missing. @param longest UTF-16 units, that line included */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = placeToCut(text, Math.max(0, longest - shareCut(0, text.length).length - 1));
  return `${text.slice(0, kept).trimEnd()}\n${shareCut(kept, text.length)}`;
}

/**
 * The same as plain text: title, lines, facts, link and waiting, with an empty line between them.
 *
 * @param sign stands before the link; '' for none
 */
export function plainParts({ title, text, facts, link, waited }: Shown, sign: string): string {
  const parts = [
    title,
    text,
    facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    link === undefined ? '' : `${sign}${plainLink(link)}`,
    waited,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function plainLink({ label, named, href }: ShownLink): string {
  if (href === undefined) return label;
  return named ? `${label}: ${href}` : href;
}
