import { placeToCut, shareCut } from '../../kernel/cut-text.ts';
import { type Saying, type Shown, type ShownLink, shownOf, splitTitle } from '../../ports/shown.ts';

/** A run of text with one style. */
export interface Run {
  readonly text: string;
  readonly style: 'plain' | 'bold' | 'italic' | 'block';
  /** Where it leads: an `http` or `https` address. */
  readonly url?: string;
}

/** UTF-16 units of a message. The service counts characters, of which there are never more. */
export const LONGEST_MESSAGE = 4_096;
/** Of a title that is shown as such. */
const LONGEST_TITLE = 256;
const LONGEST_URL = 2_000;

const run = (style: Run['style'], text: string): Run => ({ style, text });
const NEW_LINE = run('plain', '\n');

/**
 * Draws a delivery as runs of text that together have at most `longest` units. What does not fit is cut from the text, with the share
 * in words; title, link and what stands below stay.
 *
 * @param reference shown below the text, so that a repeat can be recognised
 */
export function render(delivery: Saying, reference: string | undefined, longest = LONGEST_MESSAGE): readonly Run[] {
  const shown = shownOf(delivery);
  const [heading, rest] = splitTitle(withoutPings(shown.title), LONGEST_TITLE);
  const head = heading === '' ? [] : [run('bold', heading)];
  const tail = joined([
    linkOf(shown.link),
    shown.waited === '' ? [] : [run('italic', shown.waited)],
    reference === undefined ? [] : [run('italic', `may be a repeat (reference ${reference})`)],
  ]);
  const body = joined([rest === '' ? [] : [run('plain', rest)], linesOf(shown), factsOf(shown)]);
  // Two line breaks around the body, and the unit that `withoutCommand` may add.
  const room = longest - lengthOf(head) - lengthOf(tail) - 3;
  const runs = joined([head, cut(body, room), tail]);
  return withoutCommand(runs.length === 0 ? [run('plain', '…')] : runs);
}

/** Joins parts with line breaks; empty ones leave no empty line. */
const joined = (parts: readonly (readonly Run[])[]): readonly Run[] =>
  parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : [NEW_LINE, ...part]));

const lengthOf = (runs: readonly Run[]): number => runs.reduce((sum, { text }) => sum + text.length, 0);

function linesOf({ text, preformatted }: Shown): readonly Run[] {
  if (text === '') return [];
  return [preformatted ? run('block', text) : run('plain', withoutPings(text))];
}

const factsOf = ({ facts }: Shown): readonly Run[] =>
  joined(
    facts.map(([name, value]) => [run('bold', `${withoutPings(name)}:`), run('plain', ` ${withoutPings(value)}`)]),
  );

/** Other schemes stay text: `tg://user?id=…` would call that person. */
function linkOf(link: ShownLink | undefined): readonly Run[] {
  if (link === undefined) return [];
  const text = withoutPings(link.label);
  return link.href === undefined || link.href.length > LONGEST_URL
    ? [run('plain', text)]
    : [run('plain', '🔗 '), { style: 'plain', text, url: link.href }];
}

/** The service calls whoever is named as `@name` in a text. An invisible word joiner behind the `@` keeps it a text. */
export const withoutPings = (text: string): string => text.replace(/(?<![\p{L}\p{N}_])@(?=\w)/gu, '@\u2060');

/** Other bots take a message that begins with `/name` for a command. The same joiner makes it a text. */
function withoutCommand(runs: readonly Run[]): readonly Run[] {
  const [first, ...others] = runs;
  return first && first.style !== 'block' && first.text.startsWith('/')
    ? [{ ...first, text: `/\u2060${first.text.slice(1)}` }, ...others]
    : runs;
}

/** Cuts runs to at most `room` units, the words about it included. */
function cut(runs: readonly Run[], room: number): readonly Run[] {
  const whole = lengthOf(runs);
  if (whole <= room) return runs;
  const text = runs.map((each) => each.text).join('');
  const kept = placeToCut(text, Math.max(0, room - shareCut(0, whole).length - 1));
  let left = text.slice(0, kept).trimEnd().length;
  const shown: Run[] = [];
  for (const each of runs) {
    if (left <= 0) break;
    shown.push({ ...each, text: each.text.slice(0, left) });
    left -= each.text.length;
  }
  return joined([shown, [run('italic', shareCut(kept, whole))]]);
}
