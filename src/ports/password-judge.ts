/** Judges a password; `undefined` when it is good. */
export interface PasswordJudge {
  judge(password: string, about: readonly string[]): Promise<PasswordRefusal | undefined>;
}

/** With `detail`, the reason in words from the estimator (a key of the texts). */
export interface PasswordRefusal {
  readonly refusal: 'too-short' | 'too-long' | 'too-many-bytes' | 'common' | 'guessable';
  /** Key of a sentence in texts (`site.password…`), when the estimator names a reason. */
  readonly why: string | undefined;
}
