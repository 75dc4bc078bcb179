import { placeToCut, shareCut } from '../../kernel/cut-text.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { type Saying, type Shown, type ShownLink, shownOf, splitTitle } from '../../ports/shown.ts';
import { block, bold, escapeLine, escapeText, link } from './markdown.ts';

/** UTF-16 units of a message. The service counts characters, of which there are never more. */
export const LONGEST_MESSAGE = 2_000;
/** Of a title that is shown as such. */
const LONGEST_TITLE = 256;
const LONGEST_NAME = 64;
const LONGEST_VALUE = 300;
const LONGEST_LABEL = 100;
/** Of an address that cannot be pressed, with its words. */
const LONGEST_TEXT_LINK = 2 * LONGEST_LABEL;
/** Together with the longest heading a message keeps room for text. */
const LONGEST_URL = 800;

/**
 * Draws a delivery as the content of one message, at most 2,000 units. What does not fit is cut from the text, with the share in words;
 * title, link and what stands below stay.
 */
export function render(delivery: Saying): string {
  const shown = shownOf(delivery);
  const [heading, rest] = splitTitle(shown.title, LONGEST_TITLE);
  const head = heading === '' ? '' : bold(heading);
  const tail = joined([linkOf(shown.link), escapeLine(plainText(shown.waited, LONGEST_LABEL))]);
  const body = bodyOf(shown, rest, LONGEST_MESSAGE - joined([head, ' ', tail]).length);
  return joined([head, body, tail]) || '…';
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

/** The link with its words before it: the address is always to be seen. What is no web address, or too long, stays text. */
function linkOf(given: ShownLink | undefined): string {
  if (given === undefined) return '';
  const { label, named, href } = given;
  if (href === undefined) return escapeLine(plainText(label, LONGEST_TEXT_LINK));
  const before = named ? `${plainText(label, LONGEST_LABEL)}: ` : '';
  return href.length <= LONGEST_URL
    ? `🔗 ${escapeLine(before)}${link(href)}`
    : escapeLine(plainText(`${before}${href}`, LONGEST_TEXT_LINK));
}

/** Text and facts in at most `room` units, the words about what was cut included. */
function bodyOf({ text, preformatted, facts }: Shown, rest: string, room: number): string {
  const isBlock = preformatted && rest === '';
  const whole = joined([rest, text]);
  const draw = (part: string) => (part === '' ? '' : isBlock ? block(part) : escapeText(part));

  const table = facts.map(
    ([name, value]) => `${bold(`${plainText(name, LONGEST_NAME)}:`)} ${escapeLine(plainText(value, LONGEST_VALUE))}`,
  );
  // What is drawn is never shorter than the text itself, so a text that is too long needs no drawing to be known as such.
  const drawn = whole.length <= room ? draw(whole) : undefined;
  const all = drawn === undefined ? undefined : joined([drawn, ...table]);
  if (all !== undefined && all.length <= room) return all;

  // The text gets at least half of the room, and the facts what it leaves.
  const left = room - shareCut(0, 100).length - 2;
  const forFacts = Math.max(Math.floor(left / 2), drawn === undefined ? 0 : left - drawn.length);
  const kept = joined(
    table.slice(
      0,
      howMany(table.length, (count) => joined(table.slice(0, count)).length <= forFacts),
    ),
  );
  const forText = left - kept.length;
  const part = beginning(
    whole,
    howMany(Math.min(whole.length, left), (units) => draw(beginning(whole, units)).length <= forText),
  );
  return joined([draw(part), kept, shareCut(part.length + kept.length, whole.length + joined(table).length)]);
}

const beginning = (text: string, units: number): string => text.slice(0, placeToCut(text, units)).trimEnd();

/** The highest number up to `most` that fits, if all below it do. */
function howMany(most: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
