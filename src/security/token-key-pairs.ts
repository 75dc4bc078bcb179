import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { CompactSign, type CryptoKey, compactVerify, importJWK, importPKCS8 } from 'jose';
import { Fault } from '../kernel/fault.ts';
import type { PublicKey } from '../meetings/ports.ts';
import { checkToken } from './check-token.ts';
import type { TokenKeySource, TokenKeys } from './token-keys.ts';

interface KeyPair extends PublicKey {
  readonly signing: CryptoKey;
  readonly checking: CryptoKey | Uint8Array;
}

const ALGORITHM = 'RS256';
/** RFC 7518, section 3.3, requires at least this length. */
const SHORTEST_RSA_BITS = 2_048;
const MAKE_ONE = 'Make one with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048`.';

/**
 * Loads key pairs: the first one signs, all of them verify. A token names its key (`kid`). Only RSA keys are loaded, and so
 * published: Prosody's library knows no others, and one among those that it fetches can keep it from reading the rest.
 */
export async function openKeyPairs(sources: readonly TokenKeySource[]): Promise<TokenKeys> {
  const pairs = await Promise.all(sources.map(openPair));
  const [first] = pairs;
  if (first === undefined) {
    throw new Fault('There is neither a secret nor a key to sign tokens with', {
      ...{ code: 'meetings.no-key', retryable: false, scope: 'channel' },
      remedy: 'Set meetings.secret, or list meetings.keys.',
    });
  }
  const { kid, signing } = first;
  const header = { alg: ALGORITHM, typ: 'JWT', kid };
  const text = new TextEncoder();
  return {
    sign: (claims) => new CompactSign(text.encode(JSON.stringify(claims))).setProtectedHeader(header).sign(signing),
    publicKeys: () => pairs.map(({ kid, jwk, pem }) => ({ kid, jwk, pem })),
    verify: (token) =>
      checkToken(token, (found) => {
        const pair = pairs.find(({ kid }) => kid === found['kid']);
        if (pair === undefined) return undefined;
        return {
          algorithm: ALGORITHM,
          verify: () => compactVerify(token, pair.checking, { algorithms: [ALGORITHM] }),
        };
      }),
    warning: undefined,
  };
}

async function openPair({ id, private: pem }: TokenKeySource): Promise<KeyPair> {
  const key = readPem(id, pem.reveal());
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa') throw unusable(id, `It is a key of type ${type}, which no Jitsi takes. ${MAKE_ONE}`);
  if ((details?.modulusLength ?? 0) < SHORTEST_RSA_BITS) {
    throw unusable(id, `It has ${details?.modulusLength} bits; RS256 needs at least ${SHORTEST_RSA_BITS}. ${MAKE_ONE}`);
  }
  const publicKey = createPublicKey(key);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: id, alg: ALGORITHM, use: 'sig' };
  return {
    ...{ kid: id, jwk, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    // Older tools write forms other than PKCS #8, so all are converted to it.
    signing: await importPKCS8(key.export({ type: 'pkcs8', format: 'pem' }).toString(), ALGORITHM),
    checking: await importJWK(jwk, ALGORITHM),
  };
}

/** Reads a private key. OpenSSL's error may show parts of what it read, so the thrown fault carries nothing of it. */
function readPem(id: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw unusable(id, `Give a private key in PEM without a passphrase. ${MAKE_ONE}`);
  }
}

const unusable = (id: string, remedy: string) =>
  new Fault(`The key ${id} of meetings.keys cannot be used`, {
    ...{ code: 'meetings.key-unusable', retryable: false, scope: 'channel' },
    remedy,
  });
