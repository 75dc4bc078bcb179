import { plainText } from '../../kernel/plain-text.ts';

/** U+2060, invisible, no line break: no client finds an address across it. */
const JOINER = '\u2060';

// A client makes a link, a pill or a ping of `@user:server`, `@room`, `#alias:server`, `https://…`, `matrix:u/…`,
// `mailto:…`, `geo:1,2` and `example.org`, also inside HTML that has no link. One invisible character ends that.
const lively = /[@#:](?=\S)|\.(?=\p{L})/gu;

/** Text from a stranger for the team room: cleaned, and nothing in it becomes a link, a pill or a ping. HTML is escaped later. */
export const inert = (text: string, longest: number, lines = false): string =>
  plainText(text, longest, lines).replace(lively, (sign) => `${sign}${JOINER}`);

/** An ID or address that people copy: left as it is, but it never pings the room. */
export const unpinged = (id: string): string => id.replace(/@(?=room)/gi, `@${JOINER}`);
