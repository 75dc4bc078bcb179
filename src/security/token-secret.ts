import { createHmac, createSecretKey } from 'node:crypto';
import { compactVerify } from 'jose';
import type { Secret } from '../kernel/secret.ts';
import { checkToken } from './check-token.ts';
import type { TokenKeys } from './token-keys.ts';

/** Bytes. As long as the hash: a shorter key would be the weakest part (RFC 7518, section 3.2). */
const SHORTEST = 32;

/**
 * HS256 with the secret that Prosody knows as `app_secret`.
 *
 * `node:crypto` signs, because it does so synchronously: with WebCrypto, and so with jose, every signature is a promise and a
 * trip to another thread (docs/decisions/0023). jose verifies.
 */
export function openTokenSecret(secret: Secret): TokenKeys {
  const bytes = Buffer.from(secret.reveal());
  const key = createSecretKey(bytes);
  const head = `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')}.`;
  return {
    sign(claims) {
      const signed = head + Buffer.from(JSON.stringify(claims)).toString('base64url');
      return `${signed}.${createHmac('sha256', key).update(signed, 'latin1').digest('base64url')}`;
    },
    publicKeys: () => [],
    verify: (token) =>
      checkToken(token, () => ({
        algorithm: 'HS256',
        verify: () => compactVerify(token, bytes, { algorithms: ['HS256'] }),
      })),
    warning: bytes.length < SHORTEST ? tooShort(bytes.length) : undefined,
  };
}

const tooShort = (length: number) => ({
  sentence: `meetings.secret is ${length} bytes long: whoever holds one token can try out secrets shorter than ${SHORTEST} bytes until one fits.`,
  remedy: 'Make one with `openssl rand -hex 32` and give it to Porter and, as app_secret, to Prosody.',
});
