/** Full-width forms of ASCII (U+FF01 to U+FF5E), as Chinese and Japanese keyboards write them. */
const fullWidth = /[\uff01-\uff5e]/gu;
const FULL_WIDTH_AHEAD = 0xfee0;
const doubleQuotes = /[\u201c-\u201f\u00ab\u00bb\u2033]/gu;
const singleQuotes = /[\u2018-\u201b\u2039\u203a\u2032]/gu;

/**
 * The text with full-width signs, letters and digits, and the quotes that keyboards set by themselves, in their ASCII forms. Every
 * sign is replaced by exactly one, so a position in the result is the same position in the text.
 */
export const folded = (text: string): string =>
  text
    .replace(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_AHEAD))
    .replace(doubleQuotes, '"')
    .replace(singleQuotes, "'");
