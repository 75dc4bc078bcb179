import { createHmac } from 'node:crypto';

export type Seal = (signed: string) => string;

/** How the token that is changed was made, where nothing else is said. */
export const HEADER = { alg: 'HS256', typ: 'JWT' };

export const hmac =
  (key: string, hash = 'sha256'): Seal =>
  (signed) =>
    createHmac(hash, key).update(signed).digest('base64url');

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A compact JWS of anything, signed by anything. `undefined` in the header or the claims leaves that key out. */
export function forge(claims: unknown, seal: Seal, header: unknown = HEADER): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${seal(signed)}`;
}

/** The payload; nothing is checked. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Readonly<
    Record<string, unknown>
  >;
}
