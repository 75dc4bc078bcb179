import { plainText } from '../../kernel/plain-text.ts';

/** U+2060: invisible, allows no line break, and no client recognises an address that contains it. */
const JOINER = '\u2060';

// A client makes a link, a pill or a ping of `@user:server`, `@room`, `#alias:server`, `https://…`, `matrix:u/…`,
// `mailto:…`, `geo:1,2` and `example.org`, also inside HTML that has no link. One invisible character ends that.
const lively = /[@#:](?=\S)|\.(?=\p{L})/gu;

/** Cleans a stranger's text for the team room, so that nothing in it becomes a link, a pill or a ping. HTML is escaped later. */
export const inert = (text: string, longest: number, lines = false): string =>
  plainText(text, longest, lines).replace(lively, (sign) => `${sign}${JOINER}`);

/** An ID or address that people copy: unchanged, except that `@room` in it pings nobody. */
export const unpinged = (id: string): string => id.replace(/@(?=room)/gi, `@${JOINER}`);
