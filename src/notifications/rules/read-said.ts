import { ok, refuse } from '../../kernel/outcome.ts';
import type { Urgency } from '../../kernel/urgency.ts';
import { LONGEST, type ReadOrder, readOrder } from './order.ts';

/** A notification of a program that knows nothing of Porter, as a door read it in the program's own protocol. */
export interface Said {
  readonly title: string;
  /** May have many lines. */
  readonly text: string;
  /** True if the columns of the text must stay where they are. */
  readonly preformatted?: boolean;
  /** An address that leads further, and the text to show instead of it. */
  readonly link?: { readonly url: string; readonly label?: string | undefined } | undefined;
  readonly urgency: Urgency | undefined;
  /** Undefined: wherever the routes and the sender's own targets say. */
  readonly to?: readonly string[] | undefined;
  /** Name and value. */
  readonly facts?: readonly (readonly [string, string])[];
}

/**
 * Makes an order of it. Such a program does not understand why it is refused and will not shorten its text, so nothing is refused for
 * its length: what is longer than the caps of an order is cut, and ends in `…`. An address that cannot be a link stands in `unused`
 * as `link`. Refused is what says nothing at all.
 */
export function readSaid({ title, text, preformatted = false, link, urgency, to, facts = [] }: Said): ReadOrder {
  const value = {
    title: cut(title, LONGEST.title),
    // Counted as `readOrder` counts them, in UTF-16 units.
    lines: text.length <= LONGEST.text ? text : `${text.slice(0, LONGEST.text - 1).toWellFormed()}…`,
    preformatted,
    facts: Object.fromEntries(facts.map(([name, fact]) => [cut(name, 100), cut(fact, LONGEST.fact - 100)])),
    ...(urgency !== undefined && { urgency }),
    ...(to !== undefined && { to }),
  };
  if (link === undefined) return readOrder(value);
  const label = link.label === undefined ? {} : { label: cut(link.label, LONGEST.label) };
  const linked = readOrder({ ...value, link: { url: link.url, ...label } });
  if (linked.ok) return linked;
  const bare = readOrder(value);
  return bare.ok ? ok({ ...bare.value, unused: ['link'] }) : refuse('order', bare.detail);
}

/** @param longest in code points */
function cut(text: string, longest: number): string {
  const points = [...text];
  return points.length <= longest ? text : `${points.slice(0, longest - 1).join('')}…`;
}
