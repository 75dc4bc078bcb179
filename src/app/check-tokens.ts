import type { Ids } from '../kernel/ids.ts';
import type { FormSignature } from '../security/form-signature.ts';

/** Tokens that `porter check` and the running server both compute from the key file, so that they recognise each other. */
export interface CheckTokens {
  /** `check` sends it to the public site, which then returns the client address that it saw. */
  readonly seen: string;
  /** Makes a new token for the link of a trial letter. */
  letterLink(ids: Ids): string;
  /** True if the token of a trial letter came through the mail system unchanged. */
  isLetterLink(token: string): boolean;
}

const NONCE = /^[A-Za-z0-9_-]{16}$/;

export function makeCheckTokens({ sign, verify }: FormSignature): CheckTokens {
  return {
    seen: sign('check|seen'),
    letterLink(ids) {
      const nonce = ids.random(12).toString('base64url');
      return `${nonce}${sign(`check|letter|${nonce}`)}`;
    },
    isLetterLink(token) {
      const nonce = token.slice(0, 16);
      return NONCE.test(nonce) && verify(`check|letter|${nonce}`, token.slice(16));
    },
  };
}
