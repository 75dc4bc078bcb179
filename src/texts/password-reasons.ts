import type { TextKey } from './say.ts';

const passwordWords = {
  'too-short': 'site.password.tooShort',
  'too-long': 'site.password.tooLong',
  'too-many-bytes': 'site.password.tooManyBytes',
  common: 'site.password.common',
  guessable: 'site.password.guessable',
} as const satisfies Record<string, TextKey>;

/** Why a password was refused, as the password judge says it. */
export interface RefusedPassword {
  readonly refusal: keyof typeof passwordWords;
  /** Key of the sentence with the estimator's reason, if it gives one. */
  readonly why: string | undefined;
}

/** The estimator's warnings, by the keys that the password judge returns. */
const whyWords: readonly TextKey[] = [
  'site.password.why.straightRow',
  'site.password.why.keyPattern',
  'site.password.why.simpleRepeat',
  'site.password.why.extendedRepeat',
  'site.password.why.sequences',
  'site.password.why.recentYears',
  'site.password.why.dates',
  'site.password.why.topTen',
  'site.password.why.topHundred',
  'site.password.why.common',
  'site.password.why.similarToCommon',
  'site.password.why.wordByItself',
  'site.password.why.namesByThemselves',
  'site.password.why.commonNames',
  'site.password.why.userInputs',
  'site.password.why.pwned',
];

/** One or two sentences: what is wrong, and why, if the estimator gives a reason. */
export function passwordReasons(refused: RefusedPassword | undefined): readonly TextKey[] {
  const why = whyWords.find((key) => key === refused?.why);
  return [passwordWords[refused?.refusal ?? 'guessable'], ...(why ? [why] : [])];
}
