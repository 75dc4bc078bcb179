import { placeToCut, shareCut } from '../../kernel/cut-text.ts';
import { type Saying, type ShownLink, shownOf } from '../../ports/shown.ts';

/**
 * Bytes of a body as it is sent: in UTF-8, with `&amp;` and the like written out. Together with what stands around it a message stays
 * below 16 kB: servers hand out a few kilobytes a second to each client, and a long message holds up all behind it.
 */
export const LONGEST_BODY = 14_000;
/** Bytes of the part below the text: link, facts, and since when it waited. */
const LONGEST_TAIL = 5_000;

const FENCE = '```';

/**
 * Draws a delivery as the body of a message: plain text with Message Styling (XEP-0393), of which Porter uses the preformatted block
 * alone. What a stranger wrote is never read as styling.
 */
export function render(delivery: Saying): string {
  const { title, text, preformatted, facts, link, waited } = shownOf(delivery);
  const head = unstyled(title);
  const below = [...facts.map(([name, value]) => `${name}: ${value}`), ...(link ? [linkInWords(link)] : []), waited];
  const tail = cutInTwo(joined(below.map(unstyled)), LONGEST_TAIL);
  const lines = text.split('\n').map(preformatted ? fenced : unstyled);
  const room = LONGEST_BODY - bytesOf([head, FENCE, '', FENCE, ...tail].join('\n'));
  const [shown, more] = cutInTwo(lines.join('\n'), room);
  const block = preformatted && shown !== '' ? [FENCE, shown, FENCE] : [shown];
  return joined([head, ...block, more, ...tail]).replace(notXml, '');
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

/** Clients make a link of an address by themselves. */
const linkInWords = ({ label, named, href }: ShownLink): string =>
  href === undefined ? label : named ? `${label}: ${href}` : href;

/** Characters that XML 1.0 has no way to write: a server ends the stream of whoever sends one. */
const notXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Keeps a line from being read as styling: a word joiner, which nobody sees, is put before each sign that could begin a span, a block
 * or a quotation, i.e. at the beginning and behind a blank.
 */
const unstyled = (line: string): string => line.replace(/^(?=>)|(?<=^|\s)(?=[*_~`])/gu, '\u2060');

/** Keeps a line of a block from ending it. */
const fenced = (line: string): string => (line.startsWith(FENCE) ? `\u2060${line}` : line);

/** Bytes on the wire: XML writes three signs of a text as entities. */
function bytesOf(text: string): number {
  let more = 0;
  for (const sign of text) more += sign === '&' ? 4 : sign === '<' || sign === '>' ? 3 : 0;
  return Buffer.byteLength(text) + more;
}

/** Cuts a text to at most `longest` bytes on the wire. The second part says how much was cut; '' if nothing was. */
function cutInTwo(text: string, longest: number): readonly [shown: string, more: string] {
  if (bytesOf(text) <= longest) return [text, ''];
  const kept = placeToCut(text, unitsWithin(text, Math.max(0, longest - bytesOf(`\n${shareCut(0, text.length)}`))));
  return [text.slice(0, kept).trimEnd(), shareCut(kept, text.length)];
}

/** How many UTF-16 units from the beginning fit into so many bytes. */
function unitsWithin(text: string, bytes: number): number {
  let units = 0;
  let left = bytes;
  for (const sign of text) {
    left -= bytesOf(sign);
    if (left < 0) break;
    units += sign.length;
  }
  return units;
}
