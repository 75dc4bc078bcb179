import type { Ids } from '../kernel/ids.ts';
import type { FormSignature } from '../security/form-signature.ts';

/** What `porter check` and the running server both can compute from the key file, so that they recognise each other. */
export interface CheckTokens {
  /** Shown by `check` to the public site, which then tells the client address it saw. */
  readonly seen: string;
  /** A fresh token for the link of a tried-out letter. */
  letterLink(ids: Ids): string;
  /** Did this token come through a mail system unchanged? */
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
