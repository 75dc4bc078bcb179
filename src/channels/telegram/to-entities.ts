import type { Api as Schema } from 'telegram';
import type { Run } from './render.ts';
import type { Teleproto } from './teleproto.ts';

/** Returns the text, and its styles beside it instead of markup, so that nothing in a text can be taken for markup. Offsets are UTF-16 units. */
export function textOf(
  Api: Teleproto['Api'],
  runs: readonly Run[],
): { readonly message: string; readonly entities: Schema.TypeMessageEntity[] } {
  const entities: Schema.TypeMessageEntity[] = [];
  let message = '';
  for (const { text, style, url } of runs) {
    const range = { offset: message.length, length: text.length };
    message += text;
    if (url !== undefined) entities.push(new Api.MessageEntityTextUrl({ ...range, url }));
    else if (style === 'bold') entities.push(new Api.MessageEntityBold(range));
    else if (style === 'italic') entities.push(new Api.MessageEntityItalic(range));
    else if (style === 'block') entities.push(new Api.MessageEntityPre({ ...range, language: '' }));
  }
  return { message, entities };
}
