/**
 * Text in the markup of Discord's messages, so that it is shown as it is. Nothing else writes markup.
 *
 * What has a meaning there: a backslash, `*` and `_` (emphasis), `~` (struck through), `|` (hidden), a backtick (code), `[` (a link with
 * other words), `<` (mentions, custom emoji, times), `@everyone` and `@here`, `:name:` (emoji), an address (linked), and at the beginning
 * of a line `#`, `-#`, `>`, `-`, `+` and a number (heading, small print, quotation, lists). A backslash in front of any sign that is no
 * letter, digit or blank takes its meaning away.
 */

/** Web addresses; a sign of punctuation at the end belongs to the sentence. */
const ADDRESS = /https?:\/\/[^\s<>\\]*[^\s<>.,:;!?"'`()[\]{}*_~|\\]/giu;

const escapeSigns = (text: string): string =>
  text.replace(/[\\*_~|`[<]|@(?=everyone|here)|:(?!\s)/g, (sign) => `\\${sign}`);

const escapeStart = (line: string): string =>
  line.replace(/^(\s*)([#>+-])/, '$1\\$2').replace(/^(\s*\d+)([.)])/, '$1\\$2');

/** Escapes one line. Addresses in it stay links, without a preview. */
export function escapeLine(line: string): string {
  const escaped: string[] = [];
  let from = 0;
  for (const { 0: address, index } of line.matchAll(ADDRESS)) {
    escaped.push(escapeSigns(line.slice(from, index)), `<${address}>`);
    from = index + address.length;
  }
  escaped.push(escapeSigns(line.slice(from)));
  return escapeStart(escaped.join(''));
}

export const escapeText = (text: string): string => text.split('\n').map(escapeLine).join('\n');

/** Addresses in it are no links: one that holds `**` would end the bold text. @param line one line, not empty */
export const bold = (line: string): string => `**${escapeStart(escapeSigns(line))}**`;

/** A block whose columns stay. Nothing can be escaped in it, so an invisible character parts backticks that would end it. */
export const block = (text: string): string => `\`\`\`\n${text.replace(/`(?=`)/g, '`\u200b')}\n\`\`\``;

/** A web address as a link without a preview. @param href as `URL` writes it: without blanks and angle brackets */
export const link = (href: string): string => `<${href}>`;
