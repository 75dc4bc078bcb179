import { escapeHtml } from '../../kernel/escape-html.ts';
import { type Run, withoutPings } from './render.ts';

const tags = { plain: undefined, bold: 'b', italic: 'i', block: 'pre' } as const satisfies Record<
  Run['style'],
  unknown
>;

/** The HTML that the Bot API takes (core.telegram.org/bots/api#html-style). */
export const toHtml = (runs: readonly Run[]): string =>
  runs
    .map(({ text, style, url }) => {
      const tag = tags[style];
      const inner = tag === undefined ? escapeHtml(text) : `<${tag}>${escapeHtml(text)}</${tag}>`;
      return url === undefined ? inner : `<a href="${escapeHtml(url)}">${inner}</a>`;
    })
    .join('');

/** The same without any markup; the address of a link stands behind it. Names in a block would call people now. */
export const toPlain = (runs: readonly Run[]): string =>
  withoutPings(runs.map(({ text, url }) => (url === undefined ? text : `${text} ${url}`)).join(''));
