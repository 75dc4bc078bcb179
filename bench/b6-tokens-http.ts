import { SignJWT } from 'jose';
import { openHttpSide } from './http-side.ts';
import type { Measure } from './ratio.ts';
import { BENCH_SECRET } from './token-issue.ts';

const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer bench-token' },
  body: JSON.stringify({ displayName: 'Ada', channel: 'lobby', moderator: true, validFor: 600 }),
} as const;

export const measure: Measure = {
  name: 'token over HTTP, on the record; raw jose signing',
  kind: 'rate',
  budget: 0.28,
  async open() {
    const porter = await openHttpSide('tokens-http.ts', '/v1/meeting-tokens', '"success":true', request);
    const sign = await makeRawSigning();
    return {
      porter: porter.work,
      async limit(count) {
        for (let i = 0; i < count; i += 1) await sign();
      },
      [Symbol.asyncDispose]: () => porter[Symbol.asyncDispose](),
    };
  },
};

/** The library alone with a key that is imported once, and the claims that Porter's tokens have. */
async function makeRawSigning(): Promise<() => Promise<string>> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', Buffer.from(BENCH_SECRET), hmac, false, ['sign']);
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    ...{ iss: 'porter', aud: 'jitsi', sub: 'meet.jitsi', room: 'lobby', iat: now, nbf: now - 10, exp: now + 600 },
    ...{ jti: '019aa1b2-0000-7000-8000-000000000000', moderator: true },
    context: { user: { name: 'Ada', moderator: true, affiliation: 'owner' } },
  };
  return () => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);
}
