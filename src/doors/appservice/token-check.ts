import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../kernel/secret.ts';

export type TokenVerdict = 'right' | 'wrong' | 'missing';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Judges an `Authorization` header. Digests of equal length are compared, so the time says nothing about the token. */
export function makeTokenCheck(token: Secret): (header: string | undefined) => TokenVerdict {
  const right = digest(token.reveal());
  return (header) => {
    const given = header?.match(/^Bearer +(\S+) *$/i)?.[1];
    if (given === undefined) return 'missing';
    return timingSafeEqual(digest(given), right) ? 'right' : 'wrong';
  };
}
