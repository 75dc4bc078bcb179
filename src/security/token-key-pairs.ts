import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { CompactSign, type CryptoKey, compactVerify, importJWK, importPKCS8 } from 'jose';
import { Fault } from '../kernel/fault.ts';
import type { PublicKey } from '../meetings/ports.ts';
import { checkToken } from './check-token.ts';
import type { TokenKeySource, TokenKeys } from './token-keys.ts';

interface KeyPair extends PublicKey {
  readonly algorithm: TokenKeySource['algorithm'];
  readonly signing: CryptoKey;
  readonly checking: CryptoKey | Uint8Array;
}

/** RFC 7518, section 3.3, requires at least this length. */
const SHORTEST_RSA_BITS = 2_048;

/** Loads key pairs: the first one signs, all of them verify. A token names its key (`kid`), and the key decides the algorithm. */
export async function openKeyPairs(sources: readonly TokenKeySource[]): Promise<TokenKeys> {
  const pairs = await Promise.all(sources.map(openPair));
  const [first] = pairs;
  if (first === undefined) {
    throw new Fault('There is neither a secret nor a key to sign tokens with', {
      ...{ code: 'meetings.no-key', retryable: false, scope: 'channel' },
      remedy: 'Set meetings.secret, or list meetings.keys.',
    });
  }
  const { kid, algorithm, signing } = first;
  const header = { alg: algorithm, typ: 'JWT', kid };
  const text = new TextEncoder();
  return {
    sign: (claims) => new CompactSign(text.encode(JSON.stringify(claims))).setProtectedHeader(header).sign(signing),
    publicKeys: () => pairs.map(({ kid, jwk, pem }) => ({ kid, jwk, pem })),
    verify: (token) =>
      checkToken(token, (found) => {
        const pair = pairs.find(({ kid }) => kid === found['kid']);
        if (pair === undefined) return undefined;
        const { algorithm, checking } = pair;
        return { algorithm, verify: () => compactVerify(token, checking, { algorithms: [algorithm] }) };
      }),
    warning: undefined,
  };
}

async function openPair({ id, algorithm, private: pem }: TokenKeySource): Promise<KeyPair> {
  const key = readPem(id, pem.reveal());
  if (algorithm === 'RS256' ? !fitsRsa(key) : !fitsEllipticCurve(key)) {
    const wanted =
      algorithm === 'RS256' ? `an RSA key of at least ${SHORTEST_RSA_BITS} bits` : 'a key on the curve P-256';
    throw unusable(id, `${algorithm} needs ${wanted}.`);
  }
  const publicKey = createPublicKey(key);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: id, alg: algorithm, use: 'sig' };
  return {
    ...{ kid: id, algorithm, jwk, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    // Older tools write forms other than PKCS #8, so all are converted to it.
    signing: await importPKCS8(key.export({ type: 'pkcs8', format: 'pem' }).toString(), algorithm),
    checking: await importJWK(jwk, algorithm),
  };
}

/** Reads a private key. OpenSSL's error may show parts of what it read, so the thrown fault carries nothing of it. */
function readPem(id: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw unusable(
      id,
      'Give a private key in PEM without a passphrase: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048.',
    );
  }
}

const fitsRsa = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) =>
  asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_RSA_BITS;

const fitsEllipticCurve = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject) =>
  asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';

const unusable = (id: string, remedy: string) =>
  new Fault(`The key ${id} of meetings.keys cannot be used`, {
    ...{ code: 'meetings.key-unusable', retryable: false, scope: 'channel' },
    remedy,
  });
