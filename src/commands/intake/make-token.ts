import type { Ids } from '../../kernel/ids.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A token that every program takes: 15 characters beginning with `A`, as Gotify 2 made them and programs with shoutrrr in them still
 * check, with 83 random bits. A long one begins with `tk_`, as those of ntfy do, and has 32 characters.
 */
export const makeToken = (ids: Pick<Ids, 'random'>, long: boolean): string =>
  long ? `tk_${letters(ids, 29)}` : `A${letters(ids, 14)}`;

/** Evenly spread: bytes beyond the last whole round of letters are drawn again. */
function letters(ids: Pick<Ids, 'random'>, count: number): string {
  let made = '';
  while (made.length < count) {
    for (const byte of ids.random(count)) {
      if (byte < 256 - (256 % LETTERS.length) && made.length < count) made += LETTERS.charAt(byte % LETTERS.length);
    }
  }
  return made;
}
