/** Porter's own least length of a password. */
export const LEAST_CHARACTERS = 10;

export interface PasswordJudge {
  /**
   * Resolves with why the password is refused, or undefined when it is good.
   *
   * @param about texts about this person that make a password easy to guess, e.g. the user name and the mail address
   */
  judge(password: string, about: readonly string[]): Promise<PasswordRefusal | undefined>;
}

export interface PasswordRefusal {
  readonly refusal: 'too-short' | 'too-long' | 'too-many-bytes' | 'common' | 'guessable';
  /** Key of a sentence in the texts (`site.password.why.…`), when the estimator gives a reason. */
  readonly why: string | undefined;
}
