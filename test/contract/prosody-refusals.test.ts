import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { needs } from '../support/needs.ts';
import { claimsOf, forge, HEADER, hmac, type Seal } from './forged-token.ts';
import {
  AT_ROOM,
  atSignIn,
  changed,
  genuine,
  issue,
  MEMBER,
  openProsodyRig,
  type ProsodyRig,
  SECRET,
} from './prosody-rig.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const byRsa: Seal = (signed) => sign('sha256', Buffer.from(signed), rsa.privateKey).toString('base64url');
const unsigned: Seal = () => '';
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

// Each token here is one of Porter's, which would be let in, with one thing changed.
describe("what a real Prosody refuses, with our stand-ins for Jitsi's modules", needs('prosody'), () => {
  let rig: ProsodyRig;
  let claims: Readonly<Record<string, unknown>>;
  before(async () => {
    rig = await openProsodyRig();
    claims = claimsOf(await issue());
    await rig.expect(MEMBER, forge(claims, genuine));
  });
  after(() => rig?.[Symbol.asyncDispose]());

  test('H11: a token before its time, from its end on, and with times that are no numbers', async () => {
    const now = nowSeconds();
    await rig.expect(atSignIn('exp'), await changed({ exp: now }));
    await rig.expect(atSignIn('exp'), await changed({ exp: now - 86_400 }));
    await rig.expect(atSignIn('exp'), await changed({ exp: String(now + 600) }));
    await rig.expect(atSignIn('exp'), await changed({ exp: null }));
    await rig.expect(atSignIn('nbf'), await changed({ nbf: now + 600 }));
    await rig.expect(atSignIn('nbf'), await changed({ nbf: String(now - 10) }));
    await rig.expect(MEMBER, await changed({ exp: undefined }), {}, 'why Porter never leaves it out');
  });

  test('H11: a token of another issuer, for another audience, domain or room', async () => {
    await rig.expect(atSignIn('iss'), await changed({ iss: 'elsewhere' }));
    await rig.expect(atSignIn('iss'), await changed({ iss: undefined }));
    await rig.expect(atSignIn('aud'), await changed({ aud: 'elsewhere' }));
    await rig.expect(atSignIn('aud'), await changed({ aud: ['jitsi'] }), {}, 'a list matches nothing');
    await rig.expect(atSignIn('aud'), await changed({ aud: undefined }));
    await rig.expect(atSignIn('sub', 'not-authorized'), await changed({ sub: undefined }));
    await rig.expect(AT_ROOM, await changed({ sub: 'elsewhere' }));
    await rig.expect(AT_ROOM, await changed({ sub: ['meet.jitsi'] }));
    await rig.expect(MEMBER, await changed({ sub: 'other' }), { room: '[other]lobby' }, 'its own tenant');
    await rig.expect(MEMBER, await changed({ sub: '*' }), {}, 'every domain');
    await rig.expect(MEMBER, await changed({ sub: 'Meet.Jitsi', room: 'LOBBY' }), {}, 'capitals are no difference');
    await rig.expect(atSignIn('room', 'not-authorized'), await changed({ room: undefined }));
    await rig.expect(AT_ROOM, await changed({ room: 'garden' }));
    await rig.expect(AT_ROOM, await changed({ room: ['lobby'] }));
  });

  test('H11: a token without its type, without a signature or signed with another key, and none at all', async () => {
    await rig.expect(atSignIn('typ'), forge(claims, genuine, { alg: 'HS256' }));
    await rig.expect(atSignIn('signature'), forge(claims, unsigned));
    await rig.expect(atSignIn('signature'), forge(claims, hmac('another secret')));
    await rig.expect(atSignIn('signature'), forge(claims, hmac('')));
    await rig.expect(atSignIn('no-token'), undefined);
    await rig.expect(atSignIn('form'), 'no.token');
  });

  test('H11: a token that says itself how it is to be checked: `alg: none`, RSA, a longer HMAC', async () => {
    for (const alg of ['none', 'None', 'NONE', '', null, undefined, 'hs256', ['HS256']])
      for (const seal of [unsigned, genuine])
        await rig.expect(atSignIn('alg'), forge(claims, seal, { ...HEADER, alg }), {}, String(alg));
    await rig.expect(atSignIn('alg'), forge(claims, byRsa, { ...HEADER, alg: 'RS256' }));
    await rig.expect(atSignIn('alg'), forge(claims, genuine, { ...HEADER, alg: 'RS256' }));
    await rig.expect(atSignIn('alg'), forge(claims, hmac(publicPem), { ...HEADER, alg: 'RS256' }));
    await rig.expect(atSignIn('alg'), forge(claims, hmac(SECRET, 'sha512'), { ...HEADER, alg: 'HS512' }));
  });

  test('H11: a token signed with an RSA key or with its public half as the secret, whatever key it brings along', async () => {
    const brought = { ...HEADER, jwk: rsa.publicKey.export({ format: 'jwk' }), kid: '../../dev/null', b64: false };
    for (const seal of [byRsa, hmac(publicPem), hmac(SECRET, 'sha512')])
      for (const header of [HEADER, brought]) await rig.expect(atSignIn('signature'), forge(claims, seal, header));
  });

  test('H11: a token with one sign changed anywhere', async () => {
    const token = await issue({ moderator: true });
    // The last sign carries two bits that belong to no byte of the signature.
    const place = fc.integer({ min: 0, max: token.length - 2 });
    const letter = fc.constantFrom(...'ABCabc019-_.=~');
    await fc.assert(
      fc.asyncProperty(place, letter, async (at, sign) => {
        fc.pre(token[at] !== sign);
        const broken = token.slice(0, at) + sign + token.slice(at + 1);
        const answer = await rig.visit({ room: 'lobby', token: broken });
        assert.ok('at' in answer && answer.at === 'sign-in');
      }),
      { numRuns: 40 },
    );
  });
});
