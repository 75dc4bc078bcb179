import crypto from 'node:crypto';
import { bigEndian, GENERATOR, ige, littleEndian, PRIME, sha1, sha256, toBigInt, xor } from './mtproto-crypto.ts';
import type { Tl, TlLibrary } from './teleproto.ts';

/** The server's own key, which the client must trust. */
export interface RsaKey {
  readonly modulus: bigint;
  readonly privateKey: crypto.KeyObject;
  readonly fingerprint: bigint;
}

let own: RsaKey | undefined;

/** One for this process: making a key takes time. */
export function rsaKey(): RsaKey {
  if (own) return own;
  const { privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n: modulus = '' } = privateKey.export({ format: 'jwk' });
  const n = Buffer.from(modulus, 'base64url');
  const fingerprint = sha1(tlBytes(n), tlBytes(Buffer.from([1, 0, 1]))).readBigInt64LE(12);
  own = { modulus: toBigInt(n), privateKey, fingerprint };
  return own;
}

function tlBytes(data: Buffer): Buffer {
  const head = Buffer.from(data.length < 254 ? [data.length] : [254, data.length & 255, data.length >> 8, 0]);
  const length = head.length + data.length;
  return Buffer.concat([head, data, Buffer.alloc((4 - (length % 4)) % 4)]);
}

interface Begun {
  readonly nonce: Tl;
  readonly serverNonce: Tl;
  readonly newNonce?: Buffer;
  readonly dh?: crypto.DiffieHellman;
  readonly key?: Buffer;
  readonly iv?: Buffer;
}

/**
 * The server's half of agreeing on a key (core.telegram.org/mtproto/auth_key): each request has one answer.
 *
 * @param keep takes the agreed key
 */
export function makeKeyExchange({ Api, BinaryReader, bigInt }: TlLibrary, keep: (key: Buffer) => void) {
  const rsa = rsaKey();
  let begun: Begun | undefined;
  const read = (data: Buffer): Tl => new BinaryReader(data).tgReadObject();
  const long = (value: bigint): Tl => bigInt(value.toString());

  function begin({ nonce }: Tl): Tl {
    begun = { nonce, serverNonce: long(toBigInt(crypto.randomBytes(15))) };
    return new Api.ResPQ({
      ...begun,
      pq: bigEndian(1_229_739_323n * 1_402_015_859n),
      serverPublicKeyFingerprints: [long(rsa.fingerprint)],
    });
  }

  function offer({ nonce, serverNonce }: Begun, request: Tl): Tl {
    const raw = crypto.privateDecrypt(
      { key: rsa.privateKey, padding: crypto.constants.RSA_NO_PADDING },
      request.encryptedData,
    );
    const cipher = raw.subarray(32);
    const tempKey = xor(raw.subarray(0, 32), sha256(cipher));
    const padded = ige('decrypt', tempKey, Buffer.alloc(32), cipher);
    const data = Buffer.from(padded.subarray(0, 192)).reverse();
    if (!sha256(tempKey, data).equals(padded.subarray(192))) throw new Error('wrong hash in RSA_PAD');
    const newNonce = littleEndian(read(data).newNonce, 32);
    const dh = crypto.createDiffieHellman(PRIME, GENERATOR);
    const gA = dh.generateKeys();
    const serverTime = Math.floor(Date.now() / 1000);
    const inner: Buffer = new Api.ServerDHInnerData({
      ...{ nonce, serverNonce, g: GENERATOR, dhPrime: PRIME, gA, serverTime },
    }).getBytes();
    const answer = Buffer.concat([sha1(inner), inner, crypto.randomBytes((16 - ((20 + inner.length) % 16)) % 16)]);
    const server = littleEndian(serverNonce, 16);
    const second = sha1(server, newNonce);
    const key = Buffer.concat([sha1(newNonce, server), second.subarray(0, 12)]);
    const iv = Buffer.concat([second.subarray(12), sha1(newNonce, newNonce), newNonce.subarray(0, 4)]);
    begun = { nonce, serverNonce, newNonce, dh, key, iv };
    return new Api.ServerDHParamsOk({ nonce, serverNonce, encryptedAnswer: ige('encrypt', key, iv, answer) });
  }

  function agree({ nonce, serverNonce, dh, key, iv, newNonce }: Begun, request: Tl): Tl {
    if (!dh || !key || !iv || !newNonce) throw new Error(`${request.className} out of turn`);
    const inner = read(ige('decrypt', key, iv, request.encryptedData).subarray(20));
    const secret = dh.computeSecret(inner.gB);
    const made = Buffer.concat([Buffer.alloc(256 - secret.length), secret]);
    keep(made);
    const hash = sha1(newNonce, Buffer.from([1]), sha1(made).subarray(0, 8)).subarray(4);
    const newNonceHash1 = long(BigInt.asIntN(128, toBigInt(Buffer.from(hash).reverse())));
    begun = undefined;
    return new Api.DhGenOk({ nonce, serverNonce, newNonceHash1 });
  }

  return (request: Tl): Tl => {
    if (request.className === 'ReqPqMulti') return begin(request);
    if (!begun) throw new Error(`${request.className} before ReqPqMulti`);
    return request.className === 'ReqDHParams' ? offer(begun, request) : agree(begun, request);
  };
}
