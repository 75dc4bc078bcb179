// Bidirectional overrides and isolates, zero-width characters but the joiners that Persian and emoji need, controls.
const forbidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;

/** More marks on one letter than any script writes. */
const markFlood = /(\p{M}{4})\p{M}+/gu;

/**
 * Text from a stranger made inert: well-formed (a lone surrogate is a 500 at Synapse), no control, bidirectional or
 * zero-width characters (joiners stay), no flood of combining marks, NFC, cut on code points.
 *
 * @param longest code points
 * @param lines `true` keeps line breaks (as `\n`, never more than two in a row); otherwise they become spaces
 */
export function plainText(text: string, longest: number, lines = false): string {
  const well = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(forbidden, '')
    .replace(markFlood, '$1')
    .normalize('NFC');
  const shaped = lines ? well.replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n') : well.replace(/\s+/g, ' ');
  const trimmed = shaped.trim();
  const points = [...trimmed];
  return points.length <= longest ? trimmed : points.slice(0, longest).join('').trimEnd();
}
