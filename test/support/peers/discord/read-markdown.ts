/**
 * Reads a message as Discord's clients do (source: its help page on markdown, and the formats in its documentation's "Reference"):
 * the text that people see, and what the markup does. Wider than the clients where they differ among each other: what one of them takes
 * for markup counts.
 */
export interface SeenMessage {
  readonly text: string;
  /** What the markup does, in order: `bold`, `link:https://…`, `block`, `mention`, `heading` … */
  readonly does: readonly string[];
}

type Rule = readonly [
  form: RegExp,
  does: (...parts: readonly string[]) => { readonly does?: string; readonly text: string; readonly inner?: true },
];

const BLOCK = /^```(?:[a-z0-9_+\-.#]+\n)?\n*([^\n][\s\S]*?)\n*```/i;

const rules: readonly Rule[] = [
  [/^\\([^0-9A-Za-z\s])/, (sign = '') => ({ text: sign })],
  [BLOCK, (text = '') => ({ does: 'block', text })],
  [/^(`+)([\s\S]*?[^`])\1(?!`)/, (_, text = '') => ({ does: 'code', text })],
  [/^<(https?:\/\/[^ >]+)>/, (url = '') => ({ does: `link:${url}`, text: url })],
  [/^<(?:@[!&]?|#)\d+>/, () => ({ does: 'mention', text: '' })],
  [/^<a?:\w+:\d+>/, () => ({ does: 'emoji', text: '' })],
  [/^<t:-?\d+(?::\w)?>/, () => ({ does: 'time', text: '' })],
  [/^<(?:\/[^>]+:\d+|id:\w+|(?:mailto|tel):[^>]+)>/, () => ({ does: 'link', text: '' })],
  [/^@(everyone|here)/, (who = '') => ({ does: 'mention', text: `@${who}` })],
  [/^(?:https?|steam|discord):\/\/[^\s<]+[^<.,:;"')\]\s]/i, () => ({ does: 'preview', text: '' })],
  [/^\[((?:\\.|[^[\]\\])*)\]\(([^\s)]+)\)/, (label = '') => ({ does: 'masked-link', text: label })],
  [/^:(?!:)[^\s:]+:/, () => ({ does: 'emoji', text: '' })],
  [/^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, (text = '') => ({ does: 'bold', text, inner: true })],
  [/^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, (text = '') => ({ does: 'underline', text, inner: true })],
  [/^~~((?:\\[\s\S]|[^\\])+?)~~/, (text = '') => ({ does: 'struck', text, inner: true })],
  [/^\|\|([\s\S]+?)\|\|/, (text = '') => ({ does: 'hidden', text, inner: true })],
  [/^[*_]((?:\\[\s\S]|[^\\*_])+?)[*_]/, (text = '') => ({ does: 'italic', text, inner: true })],
];

const lineRules: readonly (readonly [form: RegExp, does: string])[] = [
  [/^\s*-?#{1,3} /, 'heading'],
  [/^\s*>(?:>>)? /, 'quote'],
  [/^\s*[-*+] /, 'list'],
  [/^\s*\d+[.)] /, 'list'],
];

/** A run of plain characters: rules begin at no letter, digit or blank, except addresses, which a look-ahead finds. */
const PLAIN = /^[\s\S](?:[0-9A-Za-z\s\u00c0-\uffff](?!\w*:\/\/))*/;

export function readMarkdown(content: string): SeenMessage {
  const does: string[] = [];
  return { text: read(content, does, true), does };
}

function read(content: string, does: string[], atStart: boolean): string {
  let text = '';
  let rest = content;
  let lineStart = atStart;
  while (rest !== '') {
    if (lineStart) for (const [form, what] of lineRules) if (form.test(rest)) does.push(what);
    lineStart = false;
    const hit = rules.map(([form, of]) => ({ found: form.exec(rest), of })).find(({ found }) => found !== null);
    if (hit?.found) {
      const { does: what, text: inside, inner } = hit.of(...hit.found.slice(1));
      if (what !== undefined) does.push(what);
      text += inner ? read(inside, does, false) : inside;
      rest = rest.slice(hit.found[0].length);
      continue;
    }
    const plain = PLAIN.exec(rest)?.[0] ?? rest[0] ?? '';
    const end = plain.indexOf('\n');
    const taken = end === -1 ? plain : plain.slice(0, end + 1);
    text += taken;
    rest = rest.slice(taken.length);
    lineStart = taken.endsWith('\n');
  }
  return text;
}
