import { compile } from 'html-to-text';

/** UTF-16 units that are read; more could not be shown, and nested tags take time. */
const LONGEST = 200_000;

const convert = compile({
  wordwrap: false,
  // Deeper and longer than any mail that a person reads; what lies beyond is left out, with `…`.
  limits: { maxDepth: 50, maxChildNodes: 5_000, ellipsis: '…' },
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    // Not `dataTable`: it lays out as many columns as a cell says that it spans, which ends the process.
    { selector: 'table', format: 'block' },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: '  ' } })),
  ],
});

/** Returns the text of a page of HTML, as lines. Images are left out; the address of a link stands behind its text. */
export const textOfHtml = (html: string): string =>
  convert(html.slice(0, LONGEST))
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
