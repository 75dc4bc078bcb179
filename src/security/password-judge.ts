import { Fault } from '../kernel/fault.ts';
import { makeLazy } from '../kernel/lazy.ts';
import { MOST_PASSWORD_BYTES, passwordForm } from '../kernel/password-form.ts';
import { LEAST_CHARACTERS, type PasswordJudge, type PasswordRefusal } from '../ports/password-judge.ts';

/** How long a password may be. Where the homeserver keeps it, its hash counts only so many bytes. */
export interface PasswordLengths {
  /** Code points, once normalised: keeps people from pasting a whole book. */
  readonly characters: number;
  readonly bytes: number;
}
const OF_HOMESERVER: PasswordLengths = { characters: 256, bytes: MOST_PASSWORD_BYTES };
/** Where Porter keeps them: as `Passwords` takes them, and argon2 counts every byte. */
export const OF_OUR_OWN: PasswordLengths = { characters: 1_000, bytes: Number.POSITIVE_INFINITY };
/**
 * How many UTF-16 units are estimated. The estimate blocks the whole process: its cost grows with the square of the length, times
 * the number of ways to read digits and signs as letters (`1` as i or l). With the library's own limits 24 signs such as
 * `@(3#!105$` took 0.3 s; with these limits the worst input takes a tenth of that.
 */
const MOST_ESTIMATED = 16;
/** How many of these readings are tried; those that read every sign as a letter come first. */
const MOST_READINGS = 24;
/** On a scale from 0 to 4: "safely unguessable: moderate protection from offline slow-hash scenario" (zxcvbn). */
const GOOD_SCORE = 3;

interface Estimator {
  check(
    password: string,
    about: string[],
  ): { readonly score: number; readonly feedback: { readonly warning: string | null } };
}

/** The estimator's warnings that have a sentence in the texts (`site.password.why.…`). */
const known = new Set(
  'straightRow keyPattern simpleRepeat extendedRepeat sequences recentYears dates topTen topHundred common similarToCommon wordByItself namesByThemselves commonNames userInputs pwned'.split(
    ' ',
  ),
);
/** Warnings that mean: this password is on a list of common ones. */
const listed = new Set(['topTen', 'topHundred', 'common', 'pwned']);

/**
 * Judges by length and guessability, without rules about which characters to use. Only the beginning is estimated. That is a
 * lower bound for the whole: guessing the whole password means guessing its beginning too. So a good beginning is enough, and a
 * weak one is refused whatever follows. The dictionaries (60 MB) are loaded for the first password.
 *
 * @param denied words that add nothing to a password: the service's title, the server name
 * @param most what fits where the passwords are kept
 */
export function makePasswordJudge(denied: readonly string[], most = OF_HOMESERVER): PasswordJudge {
  const estimator = makeLazy(loadEstimator);
  return {
    async judge(typed, about) {
      const refused = (refusal: PasswordRefusal['refusal'], why?: string): PasswordRefusal => ({ refusal, why });
      // Checked before any costly work is done on it.
      if (typed.length > 2 * most.characters) return refused('too-long');
      const password = passwordForm(typed);
      const characters = [...password].length;
      if (characters < LEAST_CHARACTERS) return refused('too-short');
      if (characters > most.characters) return refused('too-long');
      if (Buffer.byteLength(password) > most.bytes) return refused('too-many-bytes');
      // A NUL ends a C string, so bcrypt would ignore the rest.
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

/** The texts and the words in them, in lower case: `lena.ortiz@example.org` also gives `lena`, `ortiz`, `example` and `org`. */
function wordsOf(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => {
    const whole = passwordForm(text).toLowerCase();
    return [whole, ...whole.split(/[^\p{L}\p{N}]+/u)];
  });
  return [...new Set(words.filter((word) => word.length >= 3))];
}

/** Throws `Fault` where a file of the program is missing: no later attempt finds it. */
async function loadEstimator(): Promise<Estimator> {
  try {
    return await importEstimator();
  } catch (cause) {
    throw new Fault('The dictionaries that passwords are judged by cannot be loaded', {
      ...{ code: 'password.no-estimator', retryable: false, scope: 'channel', cause },
      remedy: 'Files of the program are missing or damaged: install this version of Porter again.',
    });
  }
}

async function importEstimator(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, common, english, german] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('@zxcvbn-ts/language-de'),
  ]);
  // Some lists have the same name in both languages, so the German ones get a suffix.
  const ofGerman = Object.fromEntries(Object.entries(german.dictionary).map(([name, list]) => [`${name}-de`, list]));
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, ...ofGerman },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: MOST_READINGS,
  });
}
