import { basicTexts, bearerToken } from '../../web/bearer.ts';
import type { AskedHead } from '../../web/json-route.ts';

/** The texts in an `Authorization` header that may be an intake token: Bearer, or either half of Basic, because programs use both. */
export const tokensIn = (authorization: string | undefined): readonly string[] => [
  ...bearerToken(authorization),
  ...basicTexts(authorization),
];

/** Of a request that shows its token in this header alone. */
export const headerTokens = ({ headers }: Pick<AskedHead, 'headers'>): readonly string[] =>
  tokensIn(headers.authorization);

/** The value of a header that may have come more than once; '' if it did not come. Its bytes are read as UTF-8 if they are that. */
export function headerText({ headers }: Pick<AskedHead, 'headers'>, name: string): string {
  const value = headers[name];
  const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
  // Node reads header bytes as Latin-1; programs send UTF-8 without saying so (RFC 9110 section 5.5 leaves it open).
  const utf8 = Buffer.from(text, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? text : utf8;
}
