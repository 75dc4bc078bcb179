/**
 * Where a text that is too long is cut: behind a line or, if there is none in the second half, behind a word, else between two
 * characters.
 *
 * @param longest UTF-16 units that may be kept
 * @returns how many units are kept
 */
export function placeToCut(text: string, longest: number): number {
  if (text.length <= longest) return text.length;
  const half = Math.floor(longest / 2);
  const line = text.lastIndexOf('\n', longest);
  if (line > half) return line;
  // A word may end exactly at the limit: then the blank behind it is looked at, too.
  const blank = text.slice(half, longest + 1).search(/\s\S*$/);
  if (blank > 0) return half + blank;
  let at = Math.max(0, longest);
  while (at > half && isInside(text, at)) at -= 1;
  // A flood of marks is cut; a surrogate pair never is.
  return text.slice(0, at).isWellFormed() ? at : at - 1;
}

/** Would a cut here split a surrogate pair, part a letter from its marks, or break a joined emoji? */
const isInside = (text: string, at: number): boolean =>
  /^[\udc00-\udfff\u200d\p{M}\p{Emoji_Modifier}]/u.test(text.slice(at, at + 2)) || text.charAt(at - 1) === '\u200d';

/** `… 38 % cut`: never 0 and never 100, because something was cut and something is there. */
export function shareCut(kept: number, whole: number): string {
  const percent = Math.round(((whole - kept) / whole) * 100);
  return `… ${Math.min(99, Math.max(1, percent))} % cut`;
}
