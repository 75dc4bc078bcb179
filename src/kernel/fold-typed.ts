/** What copying and some keyboards put into a text unseen: zero-width signs, soft hyphens, marks of direction. */
const invisible = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;

/**
 * Undoes what keyboards and copying do to a word in which only ASCII can be meant: full-width forms (`＠`, `ｌｅｎａ`) become ASCII,
 * every kind of blank becomes a space, invisible signs go, and so do blanks around the whole.
 */
export const foldTyped = (text: string): string =>
  text
    .replace(invisible, '')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, ' ')
    .trim();
