import { compile } from 'html-to-text';

/** UTF-16 units that are read; more could not be shown. */
const LONGEST = 200_000;
/** Tags that are read: for each that ends none, the parser looks through all that are open, and nothing else gets its turn meanwhile. */
const MOST_TAGS = 5_000;

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

/** Returns the text of a page of HTML, as lines; what is too long is cut. Images are left out; the address of a link stands behind its text. */
export const textOfHtml = (html: string): string => textsOfHtml()(html);

/** Makes `textOfHtml` for several pieces that are read together: what one piece takes is left for the others no more. */
export function textsOfHtml(): (html: string) => string {
  let [characters, tags] = [LONGEST, MOST_TAGS];
  return (html) => {
    const [read, used] = beginning(html, characters, tags);
    characters -= read.length;
    tags -= used;
    const lines = convert(read)
      .split('\n')
      .map((line) => line.trimEnd());
    return [...lines, ...(read.length < html.length ? ['…'] : [])].join('\n');
  };
}

/** As much of the text as has no more characters and tags, and how many tags those are. */
function beginning(html: string, characters: number, most: number): readonly [text: string, tags: number] {
  const cut = html.slice(0, characters);
  let tags = 0;
  for (let at = cut.indexOf('<'); at >= 0; at = cut.indexOf('<', at + 1)) {
    if (tags === most) return [cut.slice(0, at), tags];
    tags += 1;
  }
  return [cut, tags];
}
