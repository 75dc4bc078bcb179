/** What keeps letters from leaving. */
export interface MailOutage {
  /** Epoch milliseconds. */
  readonly since: number;
  /** Code of the fault, e.g. `email.down`. */
  readonly code: string;
}

/**
 * Says what keeps letters to applicants from leaving at this moment; undefined if nothing is known. It knows nothing about a single
 * letter, so what a page says by it is the same for every address.
 */
export type LettersWait = () => MailOutage | undefined;
