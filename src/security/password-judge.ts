import { makeLazy } from '../kernel/lazy.ts';
import { passwordForm } from '../kernel/password-form.ts';
import type { PasswordJudge, PasswordRefusal } from '../ports/password-judge.ts';

const LEAST_CHARACTERS = 10;
/** What keeps a page from being fed a book. */
const MOST_CHARACTERS = 256;
/**
 * So many UTF-16 units are estimated. The estimate holds up the whole process: its cost grows with the square of the length, times
 * the ways of reading digits and signs as letters (`1` as i or l). With the library's own limits 24 signs such as `@(3#!105$` took
 * 0.3 s; with these the worst input takes a tenth of that.
 */
const MOST_ESTIMATED = 16;
/** Ways of reading that are looked at, those in which every sign is a letter first. */
const MOST_READINGS = 24;
/** bcrypt, as Synapse uses it, counts no more bytes than these: the rest would be decoration. */
const MOST_BYTES = 72;
/** Of 0 to 4: "safely unguessable: moderate protection from offline slow-hash scenario" (zxcvbn). */
const GOOD_SCORE = 3;

interface Estimator {
  check(
    password: string,
    about: string[],
  ): { readonly score: number; readonly feedback: { readonly warning: string | null } };
}

/** Warnings of the estimator that have a sentence in the texts (`site.password.why.…`). */
const known = new Set(
  'straightRow keyPattern simpleRepeat extendedRepeat sequences recentYears dates topTen topHundred common similarToCommon wordByItself namesByThemselves commonNames userInputs pwned'.split(
    ' ',
  ),
);
const listed = new Set(['topTen', 'topHundred', 'common', 'pwned']);

/**
 * Judges by length and guessability, without rules of composition. Only the beginning is estimated, which is a lower bound for the
 * whole: who has guessed the whole has guessed its beginning. So what is good by then is good, and a weak beginning is refused
 * whatever follows. The dictionaries (60 MB) are loaded with the first password.
 *
 * @param denied words that make no part of a good password: the service's title, the server name
 */
export function makePasswordJudge(denied: readonly string[]): PasswordJudge {
  const estimator = makeLazy(loadEstimator);
  return {
    async judge(typed, about) {
      const refused = (refusal: PasswordRefusal['refusal'], why?: string): PasswordRefusal => ({ refusal, why });
      // Before anything is computed on it.
      if (typed.length > 2 * MOST_CHARACTERS) return refused('too-long');
      const password = passwordForm(typed);
      const characters = [...password].length;
      if (characters < LEAST_CHARACTERS) return refused('too-short');
      if (characters > MOST_CHARACTERS) return refused('too-long');
      if (Buffer.byteLength(password) > MOST_BYTES) return refused('too-many-bytes');
      // An NUL ends a C string: bcrypt would forget the rest.
      if (password.includes('\0')) return refused('guessable');

      const words = wordsOf([...denied, ...about]);
      const plain = password.toLowerCase();
      if (words.some((word) => plain.replaceAll(word, '').length < LEAST_CHARACTERS / 2)) {
        return refused('guessable', 'site.password.why.userInputs');
      }
      const { score, feedback } = (await estimator.get()).check(password.slice(0, MOST_ESTIMATED), words);
      if (score >= GOOD_SCORE) return undefined;
      const why = feedback.warning !== null && known.has(feedback.warning) ? feedback.warning : undefined;
      const key = why === undefined ? undefined : `site.password.why.${why}`;
      return refused(why !== undefined && listed.has(why) ? 'common' : 'guessable', key);
    },
  };
}

/** The words themselves and their parts, lower case: `lena.ortiz@example.org` has `lena`, `ortiz`, `example` in it. */
function wordsOf(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => {
    const whole = passwordForm(text).toLowerCase();
    return [whole, ...whole.split(/[^\p{L}\p{N}]+/u)];
  });
  return [...new Set(words.filter((word) => word.length >= 3))];
}

async function loadEstimator(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, common, english, german] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('@zxcvbn-ts/language-de'),
  ]);
  // Both languages name their lists alike in part, so each gets a name of its own.
  const ofGerman = Object.fromEntries(Object.entries(german.dictionary).map(([name, list]) => [`${name}-de`, list]));
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, ...ofGerman },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: MOST_READINGS,
  });
}
