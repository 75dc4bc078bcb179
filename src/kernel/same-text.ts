import { hash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/**
 * Compares in constant time. It compares digests, which all have the same length, so the time reveals nothing about either text.
 */
export const sameText = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/** A text that is compared with many others, so that it is digested once. */
export class ComparedText {
  readonly #digest: Buffer;

  constructor(text: string) {
    this.#digest = digest(text);
  }

  /** As `sameText`. */
  is(other: ComparedText): boolean {
    return timingSafeEqual(this.#digest, other.#digest);
  }
}
