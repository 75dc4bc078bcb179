// Bidirectional overrides and isolates, zero-width characters but the joiners that Persian and emoji need, controls, fillers that look
// like nothing, and tag characters, which hide text.
const forbidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Something to see. The empty Braille pattern counts as a symbol in Unicode. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** More marks on one letter than any script writes. */
const markFlood = /(\p{M}{4})\p{M}+/gu;

/**
 * Text from a stranger made inert: well-formed (a lone surrogate is a 500 at Synapse), no control, bidirectional or
 * zero-width characters (joiners stay), no flood of combining marks, NFC, cut on code points; '' when nothing of it can be seen.
 *
 * @param longest code points
 * @param lines `true` keeps line breaks (as `\n`, never more than two in a row); otherwise they become spaces
 */
export function plainText(text: string, longest: number, lines = false): string {
  const well = text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(forbidden, '')
    .replace(markFlood, '$1')
    .normalize('NFC');
  // Only the first blank of a run begins a match: from each of them the search would cost its square.
  const shaped = lines
    ? well.replace(/(?<![ \t])[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n')
    : well.replace(/\s+/g, ' ');
  const trimmed = shaped.trim();
  if (!visible.test(trimmed.replaceAll('\u2800', ''))) return '';
  const points = [...trimmed];
  return points.length <= longest ? trimmed : points.slice(0, longest).join('').trimEnd();
}
