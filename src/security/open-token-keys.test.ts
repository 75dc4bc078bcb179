import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { CompactSign, createLocalJWKSet, importSPKI, type JSONWebKeySet, jwtVerify, UnsecuredJWT } from 'jose';
import { Fault } from '../kernel/fault.ts';
import { Secret } from '../kernel/secret.ts';
import type { Claims } from '../meetings/rules/claims.ts';
import { openTokenKeys } from './open-token-keys.ts';
import type { TokenKeySource } from './token-keys.ts';

const SECRET = 'a secret that is longer than 32 bytes';
const claims: Claims = {
  ...{ iss: 'skotos', aud: 'jitsi', sub: 'meet.jitsi', room: 'lobby', moderator: false },
  ...{ iat: 1_780_000_000, nbf: 1_779_999_990, exp: 4_000_000_000, jti: 'j' },
  context: { user: { name: 'Ädä 🎲', affiliation: 'member' } },
};
/** A moment within the claims' time, so that the machine's clock does not matter. */
const currentDate = new Date(claims.iat * 1_000);
const withSecret = (text = SECRET) => openTokenKeys({ secret: new Secret(text), keys: [] });
const withKeys = (...keys: TokenKeySource[]) => openTokenKeys({ secret: undefined, keys });

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const laterRsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pemOf = (key: typeof rsa.privateKey) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const source = (id: string, pair: typeof rsa): TokenKeySource => ({ id, private: new Secret(pemOf(pair.privateKey)) });
const rsaKey = source('gate/2026', rsa);
const laterKey = source('gate/2027', laterRsa);

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (header: unknown, payload: unknown = claims) => `${part(header)}.${part(payload)}`;
const hmac = (text: string, key: string | Buffer) =>
  `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
const flaw = (verdict: { ok: true } | { ok: false; refusal: string }) => (verdict.ok ? 'none' : verdict.refusal);

test('HS256 is signed at once, letter by letter as jose signs it, whatever the claims and the secret are', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const anyClaims = fc.record({
    ...{ iss: text, aud: text, sub: text, room: text, jti: text, moderator: fc.boolean() },
    ...{ iat: fc.nat(), nbf: fc.nat(), exp: fc.nat() },
    context: fc.record({ user: fc.dictionary(text, fc.oneof(text, fc.boolean())) }),
  });
  const anySecret = fc.string({ unit: 'binary', minLength: 1, maxLength: 100 });
  await fc.assert(
    fc.asyncProperty(anyClaims, anySecret, async (some, secret) => {
      const keys = await withSecret(secret);
      const token = keys.sign(some);
      const theirs = await new CompactSign(Buffer.from(JSON.stringify(some)))
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(Buffer.from(secret));
      assert.equal(token, theirs);
    }),
  );
});

test('a token of the secret is taken by jose and by ourselves, and says typ', async () => {
  const keys = await withSecret();
  const token = await keys.sign(claims);
  const read = await jwtVerify(token, Buffer.from(SECRET), {
    ...{ algorithms: ['HS256'], issuer: 'skotos', audience: 'jitsi', typ: 'JWT', currentDate },
  });
  assert.deepEqual(read.payload, claims);
  assert.deepEqual(await keys.verify(token), { ok: true, value: { header: { alg: 'HS256', typ: 'JWT' }, claims } });
  assert.deepEqual(keys.publicKeys(), []);
});

test('the first key signs, all keys verify, and who has the published keys can check', async () => {
  const keys = await withKeys(laterKey, rsaKey);
  const before = await (await withKeys(rsaKey)).sign(claims);
  const token = await keys.sign(claims);
  const published = keys.publicKeys();
  assert.deepEqual(
    published.map(({ kid }) => kid),
    ['gate/2027', 'gate/2026'],
  );
  const set = createLocalJWKSet({ keys: published.map(({ jwk }) => jwk) } as unknown as JSONWebKeySet);
  for (const [of, kid] of [
    [token, 'gate/2027'],
    [before, 'gate/2026'],
  ] as const) {
    const { payload, protectedHeader } = await jwtVerify(of, set, { algorithms: ['RS256'], currentDate });
    assert.deepEqual(payload, claims);
    assert.deepEqual(protectedHeader, { alg: 'RS256', typ: 'JWT', kid });
    const pem = published.find((key) => key.kid === kid)?.pem ?? '';
    await jwtVerify(of, await importSPKI(pem, 'RS256'), { algorithms: ['RS256'], currentDate });
    assert.equal(flaw(await keys.verify(of)), 'none');
  }
  assert.equal(flaw(await (await withKeys(rsaKey)).verify(token)), 'key');
});

test('nothing private is published or shown', async () => {
  const published = (await withKeys(rsaKey, laterKey)).publicKeys();
  for (const { jwk, pem } of published) {
    assert.ok(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].every((name) => !(name in jwk)));
    assert.match(pem, /^-----BEGIN PUBLIC KEY-----/);
  }
});

test('H11: alg none is refused in every spelling, with and without a signature', async () => {
  for (const keys of [await withSecret(), await withKeys(rsaKey)]) {
    const kid = 'gate/2026';
    assert.notEqual(flaw(await keys.verify(new UnsecuredJWT({ ...claims }).encode())), 'none');
    for (const alg of ['none', 'None', 'NONE', '', null, undefined, ['HS256'], 'HS512', 'hs256']) {
      const token = unsigned({ alg, typ: 'JWT', kid });
      assert.equal(flaw(await keys.verify(`${token}.`)), 'algorithm');
      assert.equal(flaw(await keys.verify(hmac(token, SECRET))), 'algorithm');
    }
  }
});

test('H11: a public key taken for a secret signs nothing, nor does a key pair where a secret is expected', async () => {
  const keys = await withKeys(rsaKey, laterKey);
  for (const { kid, pem } of keys.publicKeys()) {
    const forged = hmac(unsigned({ alg: 'HS256', typ: 'JWT', kid }), pem);
    assert.equal(flaw(await keys.verify(forged)), 'algorithm');
    const trimmed = hmac(unsigned({ alg: 'HS256', typ: 'JWT', kid }), pem.trim());
    assert.equal(flaw(await keys.verify(trimmed)), 'algorithm');
  }
  assert.equal(flaw(await (await withSecret()).verify(await keys.sign(claims))), 'algorithm');
  // The RSA key under the id of the other key.
  const swapped = await (await withKeys({ ...rsaKey, id: 'gate/2027' })).sign(claims);
  assert.equal(flaw(await keys.verify(swapped)), 'signature');
});

test('H11: another secret, a changed letter, a missing typ and what is no token are told apart', async () => {
  const keys = await withSecret();
  const token = await keys.sign(claims);
  const [head, , signature] = token.split('.');
  assert.equal(flaw(await keys.verify(hmac(unsigned({ alg: 'HS256', typ: 'JWT' }), 'another'))), 'signature');
  assert.equal(flaw(await keys.verify(`${head}.${part({ ...claims, moderator: true })}.${signature}`)), 'signature');
  assert.equal(flaw(await keys.verify(hmac(unsigned({ alg: 'HS256' }), SECRET))), 'type');
  assert.equal(flaw(await keys.verify(hmac(unsigned({ alg: 'HS256', typ: 'JWE' }), SECRET))), 'type');
  const crit = { alg: 'HS256', typ: 'JWT', crit: ['b64'], b64: false };
  assert.equal(flaw(await keys.verify(hmac(unsigned(crit), SECRET))), 'malformed');
  for (const text of [
    '',
    'a',
    '..',
    'a.b.c',
    `${head}.${part([1])}.x`,
    `${head}.${part(claims)}`,
    'x'.repeat(70_000),
  ]) {
    assert.equal(flaw(await keys.verify(text)), 'malformed', text.slice(0, 40));
  }
  const verdict = await keys.verify(hmac(unsigned({ alg: 'HS256', typ: 'JWT' }), 'another'));
  assert.deepEqual(!verdict.ok && verdict.detail?.claims, claims);
});

test('H11: nothing but its own tokens is verified, whatever is thrown at it', async () => {
  const keys = await withSecret();
  const token = await keys.sign(claims);
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }), async (at, letter) => {
      const changed = token.slice(0, at) + letter + token.slice(at + 1);
      fc.pre(changed !== token);
      const verdict = await keys.verify(changed);
      // The last character of a signature holds two unused bits.
      if (verdict.ok) assert.equal(at, token.length - 1);
    }),
    { numRuns: 300 },
  );
});

test('a secret shorter than its hash is used, with a warning that says what to do', async () => {
  const keys = await withSecret('1234567890');
  assert.match(JSON.stringify(keys.warning), /10 bytes.*openssl rand -hex 32.*app_secret/);
  assert.doesNotMatch(JSON.stringify(keys.warning), /1234567890/);
  assert.equal(flaw(await keys.verify(await keys.sign(claims))), 'none');
  assert.equal((await withSecret('ä'.repeat(16))).warning, undefined);
  assert.equal((await withKeys(rsaKey)).warning, undefined);
});

test('a key in an older form is read as well', async () => {
  const pem = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const keys = await withKeys({ ...rsaKey, private: new Secret(pem) });
  assert.equal(flaw(await (await withKeys(rsaKey)).verify(await keys.sign(claims))), 'none');
});

test('a key that no Jitsi takes is never loaded, and so never published: it is said with its id, and nothing of it is shown', async () => {
  const short = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2_048 });
  const wrong: readonly (readonly [TokenKeySource, RegExp])[] = [
    [source('k', short), /has 1024 bits; RS256 needs at least 2048/],
    ...(['P-256', 'P-384'] as const).map((namedCurve) => {
      return [source('k', generateKeyPairSync('ec', { namedCurve })), /of type ec, which no Jitsi takes/] as const;
    }),
    [source('k', generateKeyPairSync('ed25519')), /of type ed25519, which no Jitsi takes/],
    [source('k', pss), /of type rsa-pss, which no Jitsi takes/],
    [{ id: 'k', private: new Secret('CANARY') }, /in PEM without a passphrase/],
    [
      { id: 'k', private: new Secret(rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()) },
      /private key in PEM/,
    ],
  ];
  for (const [key, why] of wrong) {
    await assert.rejects(withKeys(rsaKey, key), (error: unknown) => {
      assert.ok(error instanceof Fault && error.code === 'meetings.key-unusable');
      assert.match(`${error.message} ${error.remedy}`, /The key k of meetings\.keys/);
      assert.match(error.remedy ?? '', why);
      assert.match(error.remedy ?? '', /openssl genpkey -algorithm RSA/);
      assert.doesNotMatch(`${error.stack} ${error.cause}`, /CANARY/);
      return true;
    });
  }
  await assert.rejects(withKeys(), { code: 'meetings.no-key' });
});

test('H11: a signature of the right key over other bytes is worth nothing', async () => {
  const keys = await withKeys(rsaKey);
  const text = unsigned({ alg: 'RS256', typ: 'JWT', kid: 'gate/2026' });
  const good = signBytes('sha256', Buffer.from(text), rsa.privateKey).toString('base64url');
  assert.equal(flaw(await keys.verify(`${text}.${good}`)), 'none');
  const other = unsigned({ alg: 'RS256', typ: 'JWT', kid: 'gate/2026' }, { ...claims, room: '*' });
  assert.equal(flaw(await keys.verify(`${other}.${good}`)), 'signature');
});
