import type { Api as Schema } from 'telegram';
import type { Run } from './render.ts';
import type { Teleproto } from './teleproto.ts';

/** Text, and its looks beside it in place of markup: nothing in a text can be taken for a mark. Offsets are UTF-16 units. */
export function textOf(
  Api: Teleproto['Api'],
  runs: readonly Run[],
): { readonly message: string; readonly entities: Schema.TypeMessageEntity[] } {
  const entities: Schema.TypeMessageEntity[] = [];
  let message = '';
  for (const { text, look, url } of runs) {
    const place = { offset: message.length, length: text.length };
    message += text;
    if (url !== undefined) entities.push(new Api.MessageEntityTextUrl({ ...place, url }));
    else if (look === 'bold') entities.push(new Api.MessageEntityBold(place));
    else if (look === 'italic') entities.push(new Api.MessageEntityItalic(place));
    else if (look === 'block') entities.push(new Api.MessageEntityPre({ ...place, language: '' }));
  }
  return { message, entities };
}
