import { sameText } from '../../kernel/same-text.ts';
import type { Secret } from '../../kernel/secret.ts';

export type HeaderVerdict = 'right' | 'wrong' | 'missing';

/** Judges an `Authorization` header, in constant time. */
export function makeTokenCheck(token: Secret): (header: string | undefined) => HeaderVerdict {
  const right = token.reveal();
  return (header) => {
    const given = header?.match(/^Bearer +(\S+) *$/i)?.[1];
    if (given === undefined) return 'missing';
    return sameText(given, right) ? 'right' : 'wrong';
  };
}
