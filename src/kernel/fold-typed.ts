import { invisible, joiners } from './invisible.ts';

const unseen = new RegExp(`[${invisible}${joiners}]`, 'g');

/**
 * Undoes what keyboards and copying do to a word in which only ASCII can be meant: full-width forms (`＠`, `ｌｅｎａ`) become ASCII,
 * every kind of blank becomes a space, invisible signs go, and so do blanks around the whole.
 */
export const foldTyped = (text: string): string =>
  text
    .replace(unseen, '')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, ' ')
    .trim();
