import { plainText } from '../../kernel/plain-text.ts';
import { folded } from './commands/fold-signs.ts';
import { meaningOf } from './reaction-key.ts';

/** `mark`: ✅, ❌ and their like, which people hardly type for anything else; `word`: "ok", "+1", 👍, which may be talk. */
export type InsteadOfVote = 'mark' | 'word';

const words: ReadonlySet<string> = new Set(
  (
    'ok okay okey y yes yep yeah yup n no nope sure agree agreed accept accepted approved approve reject rejected refuse refused ' +
    'declined decline lgtm +1 -1 ja jo jep jepp nein nö nee einverstanden dafür dagegen angenommen abgelehnt annehmen ablehnen ' +
    'passt klar gerne'
  ).split(' '),
);
const thumbs = /\p{Emoji_Modifier_Base}/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a message is that people write when they mean to vote; undefined for any other. Only the whole message counts. */
export function insteadOfVote(body: string): InsteadOfVote | undefined {
  const text = folded(plainText(body, 40)).toLowerCase();
  const signs = [...graphemes.segment(text.replaceAll(' ', ''))].map(({ segment }) => segment);
  if (signs.length > 0 && signs.every((sign) => meaningOf(sign) !== undefined)) {
    return signs.some((sign) => thumbs.test(sign)) ? 'word' : 'mark';
  }
  const word = text.replace(/^["'`]|[.!"'`]+$/gu, '').replace(/^([+-]) (?=1$)/u, '$1');
  return words.has(word) ? 'word' : undefined;
}
