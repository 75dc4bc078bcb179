import { invisible } from './invisible.ts';

const control = String.raw`\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufff9-\ufffb`;
/** Letters that show nothing, and tag characters, which hide text. */
const fillers = String.raw`\u115f\u1160\u17b4\u17b5\u3164\uffa0\u{e0000}-\u{e007f}`;
const forbidden = new RegExp(`[${control}${fillers}${invisible}]`, 'gu');

/** A visible character. `plainText` removes the empty Braille pattern (U+2800) first, which Unicode counts as a symbol. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** False for a text of which nobody would see anything. @param text as `inertText` returns it */
export const showsSomething = (text: string): boolean => visible.test(text.replaceAll('\u2800', ''));

/** More combining marks on one letter than any script uses. */
const markFlood = /(\p{M}{4})\p{M}+/gu;

/**
 * Makes a stranger's text inert: well-formed (Synapse fails with 500 on a lone surrogate); without control, bidirectional or
 * zero-width characters (joiners stay) and without floods of combining marks; in NFC; cut between code points. Returns '' when
 * nothing visible is left.
 *
 * @param longest in code points
 * @param lines `true` keeps line breaks (as `\n`, at most two in a row); otherwise they become spaces
 */
export function plainText(text: string, longest: number, lines = false): string {
  const well = inertText(text);
  // A match may only begin at the first blank of a run: trying every blank would take time that grows with the square of the run.
  const shaped = lines
    ? well.replace(/(?<![ \t])[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n')
    : well.replace(/\s+/g, ' ');
  const trimmed = shaped.trim();
  if (!showsSomething(trimmed)) return '';
  const points = [...trimmed];
  return points.length <= longest ? trimmed : points.slice(0, longest).join('').trimEnd();
}

/**
 * Removes from a stranger's text what could do harm, and leaves every blank where it is: for blocks whose columns must stay. Line
 * breaks become `\n`.
 */
export const inertText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(forbidden, '')
    .replace(markFlood, '$1')
    .normalize('NFC');
