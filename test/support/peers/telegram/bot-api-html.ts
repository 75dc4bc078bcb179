/**
 * What the Bot API makes of a text in HTML: plain text with entities, or the reason why not. Complete but for custom emoji. Offsets
 * and lengths are UTF-16 units, offsets in reasons are UTF-8 bytes, as at the real service.
 */
export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
}

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** Carries the service's words; the caller puts "Bad Request: " in front. */
export class TextRefused extends Error {}

export function formatText(raw: string, parseMode: string): FormattedText {
  if (Buffer.byteLength(raw) > 1 << 15) throw new TextRefused('text is too long');
  const mode = parseMode.toLowerCase();
  if (mode === '') return trim({ text: raw, entities: [] });
  if (mode === 'html') return trim(parseHtml(raw));
  throw new TextRefused('unsupported parse_mode');
}

/** The service cuts white space at both ends and moves the entities along. */
function trim({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const cut = text.trim();
  const kept = entities
    .map((entity) => {
      const from = Math.max(0, entity.offset - start);
      const to = Math.min(cut.length, entity.offset - start + entity.length);
      return { ...entity, offset: from, length: to - from };
    })
    .filter((entity) => entity.length > 0)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text: cut, entities: kept };
}

const refuse = (why: string): TextRefused => new TextRefused(`can't parse entities: ${why}`);

const TAGS: Readonly<Record<string, string>> = {
  ...{ b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline' },
  ...{ s: 'strikethrough', strike: 'strikethrough', del: 'strikethrough', 'tg-spoiler': 'spoiler', span: 'spoiler' },
  ...{ a: 'text_link', code: 'code', pre: 'pre', blockquote: 'blockquote' },
};
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface Open {
  readonly tag: string;
  /** Undefined for the `code` that only says the language of the `pre` around it. */
  readonly entity: Entity | undefined;
}

function parseHtml(raw: string): FormattedText {
  let text = '';
  const entities: Entity[] = [];
  const open: Open[] = [];
  const place = (at: number) => `at byte offset ${Buffer.byteLength(raw.slice(0, at))}`;

  function end(tag: string, at: number): void {
    const last = open.pop();
    if (!last) throw refuse(`Unexpected end tag ${place(at)}`);
    if (tag !== '' && tag !== last.tag) {
      throw refuse(`Unmatched end tag ${place(at)}, expected "</${last.tag}>", found "</${tag}>"`);
    }
    if (!last.entity) return;
    last.entity.length = text.length - last.entity.offset;
    const empty = last.entity.length === 0 || (last.entity.type === 'text_link' && !last.entity.url);
    if (!empty) entities.push(last.entity);
  }

  function begin(tag: string, attributes: string, at: number): void {
    const value = (name: string): string | undefined => {
      const hit = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(attributes);
      return hit?.[1] ?? hit?.[2] ?? hit?.[3];
    };
    if (tag === 'span' && value('class') !== 'tg-spoiler') {
      throw refuse(`Tag "span" must have class "tg-spoiler" ${place(at)}`);
    }
    const entity: Entity = { type: TAGS[tag] ?? '', offset: text.length, length: 0 };
    if (tag === 'a') entity.url = unescaped(value('href') ?? '');
    const language = value('class');
    const outer = open.at(-1)?.entity;
    const named = tag === 'code' && outer?.type === 'pre' && language?.startsWith('language-');
    if (named && outer && language) outer.language = language.slice('language-'.length);
    open.push({ tag, entity: named ? undefined : entity });
  }

  for (let at = 0; at < raw.length; ) {
    const rest = raw.slice(at);
    const escaped = ESCAPE.exec(rest);
    if (escaped) {
      text += unescaped(escaped[0]);
      at += escaped[0].length;
      continue;
    }
    if (!rest.startsWith('<')) {
      text += rest[0] ?? '';
      at += 1;
      continue;
    }
    const ends = /^<\/\s*([^\s>]*)\s*>/.exec(rest);
    const name = /^<([^\s>]*)[\s>]/.exec(rest)?.[1]?.toLowerCase();
    const begins = /^<[^\s>]*((?:\s+[^\s=>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*>/.exec(rest);
    if (ends) end((ends[1] ?? '').toLowerCase(), at);
    else if (name === undefined) throw refuse(`Unclosed start tag ${place(at)}`);
    else if (!TAGS[name] || !begins) throw refuse(`Unsupported start tag "${name}" ${place(at)}`);
    else begin(name, begins[1] ?? '', at);
    at += (ends ?? begins)?.[0].length ?? 1;
  }
  const last = open.at(-1);
  if (last) throw refuse(`Can't find end tag corresponding to start tag "${last.tag}"`);
  return { text, entities };
}

const ESCAPE = /^&(?:#(\d+)|#x([\da-f]+)|(lt|gt|amp|quot));?/i;

const unescaped = (text: string): string =>
  text.replace(new RegExp(ESCAPE.source.slice(1), 'gi'), (_, decimal?: string, hex?: string, name?: string) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return NAMED[(name ?? '').toLowerCase()] ?? '';
  });
