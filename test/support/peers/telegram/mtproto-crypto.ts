/** The arithmetic of MTProto 2.0 (core.telegram.org/mtproto/description, /auth_key, /api/srp), server side. */
import crypto from 'node:crypto';

export const sha1 = (...parts: readonly Buffer[]): Buffer =>
  crypto.createHash('sha1').update(Buffer.concat(parts)).digest();
export const sha256 = (...parts: readonly Buffer[]): Buffer =>
  crypto.createHash('sha256').update(Buffer.concat(parts)).digest();

/** The 2048-bit prime printed in the service's own sample of a key exchange; clients accept it unseen with generator 3. */
export const PRIME = Buffer.from(
  'c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed4' +
    '4cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f642477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f' +
    '3a9060bee67cf9a4a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc4' +
    '65b0d6ff9ca3928fef5b9ae4e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf' +
    '6f4fadf034b10403119cd8e3b92fcc5b',
  'hex',
);
export const GENERATOR = 3;

export const toBigInt = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex') || '0'}`);
export const bigEndian = (value: bigint, length = 0): Buffer => {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(Math.max(length * 2, hex.length + (hex.length % 2)), '0'), 'hex');
};
export const littleEndian = (value: { toString(): string }, length: number): Buffer =>
  bigEndian(BigInt.asUintN(length * 8, BigInt(value.toString())), length).reverse();

function powMod(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

export const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, i) => byte ^ (b[i] as number)));

/** AES-256 in infinite garble extension mode, built from single blocks. */
export function ige(direction: 'encrypt' | 'decrypt', key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const make = direction === 'encrypt' ? crypto.createCipheriv : crypto.createDecipheriv;
  const block = make('aes-256-ecb', key, null);
  block.setAutoPadding(false);
  const [first, second] = [iv.subarray(0, 16), iv.subarray(16, 32)];
  let before = direction === 'encrypt' ? first : second; // mixed in before the block cipher
  let after = direction === 'encrypt' ? second : first; // mixed in after it
  const out = Buffer.alloc(data.length);
  for (let at = 0; at < data.length; at += 16) {
    const input = data.subarray(at, at + 16);
    const output = xor(block.update(xor(input, before)), after);
    output.copy(out, at);
    before = output;
    after = input;
  }
  return out;
}

/** Key and vector of one message; `side` is 0 for the client's messages, 8 for the server's. */
export function messageKeys(authKey: Buffer, messageKey: Buffer, side: 0 | 8): { key: Buffer; iv: Buffer } {
  const a = sha256(messageKey, authKey.subarray(side, side + 36));
  const b = sha256(authKey.subarray(side + 40, side + 76), messageKey);
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  };
}
export const messageKeyOf = (authKey: Buffer, plain: Buffer, side: 0 | 8): Buffer =>
  sha256(authKey.subarray(88 + side, 120 + side), plain).subarray(8, 24);

const CRC = Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});
export function crc32(data: Buffer): number {
  let value = ~0;
  for (const byte of data) value = (CRC[(value ^ byte) & 255] as number) ^ (value >>> 8);
  return ~value >>> 0;
}

/** The server's half of the password check (secure remote password): it knows a verifier, never the password. */
export function passwordVerifier(password: string): {
  readonly salt1: Buffer;
  readonly salt2: Buffer;
  /** Starts one check: `B` goes to the client, `accepts` judges its answer. */
  challenge(): { B: Buffer; accepts(A: Buffer, M1: Buffer): boolean };
} {
  const salt1 = crypto.randomBytes(40);
  const salt2 = crypto.randomBytes(16);
  const p = toBigInt(PRIME);
  const g = BigInt(GENERATOR);
  const inner = sha256(salt2, sha256(salt1, Buffer.from(password), salt1), salt2);
  const x = toBigInt(sha256(salt2, crypto.pbkdf2Sync(inner, salt1, 100_000, 64, 'sha512'), salt2));
  const v = powMod(g, x, p);
  const gBytes = bigEndian(g, 256);
  const k = toBigInt(sha256(PRIME, gBytes));
  return {
    salt1,
    salt2,
    challenge() {
      const b = toBigInt(crypto.randomBytes(256));
      const B = bigEndian((k * v + powMod(g, b, p)) % p, 256);
      return {
        B,
        accepts(A, M1) {
          const a = toBigInt(A);
          if (a <= 0n || a >= p) return false;
          const u = toBigInt(sha256(bigEndian(a, 256), B));
          const S = powMod(a * powMod(v, u, p), b, p);
          const K = sha256(bigEndian(S, 256));
          const expected = sha256(
            xor(sha256(PRIME), sha256(gBytes)),
            sha256(salt1),
            sha256(salt2),
            bigEndian(a, 256),
            B,
            K,
          );
          return expected.equals(M1);
        },
      };
    },
  };
}
