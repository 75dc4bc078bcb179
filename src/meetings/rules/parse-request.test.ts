import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRequest } from './parse-request.ts';

const NOW = 1_780_000_000;
const asked = { cmd: 'jwt_token', displayName: 'Ada', channel: 'Lobby', moderator: false, validFor: 600 };

/** The refusal's sentence, or '' when the request was accepted. */
function refused(fields: Readonly<Record<string, unknown>>): string {
  const read = parseRequest(fields, NOW);
  return read.ok ? '' : read.detail;
}

test('the request of the old token server is read', () => {
  const read = parseRequest({ ...asked, email: 'ada@example.org', avatar: 'https://example.org/a.png', seq: 7 }, NOW);
  assert.deepEqual(read, {
    ok: true,
    value: {
      ...{ name: 'Ada', email: 'ada@example.org', avatar: 'https://example.org/a.png', room: 'lobby' },
      ...{ moderator: false, until: NOW + 600, timedBy: 'validFor' },
    },
  });
});

test('the command may be missing, and no other one is obeyed', () => {
  assert.equal(refused({ ...asked, cmd: undefined }), '');
  for (const cmd of ['shutdown', '', null, 1, 'JWT_TOKEN']) {
    assert.equal(refused({ ...asked, cmd }), 'cmd: must be jwt_token or left out');
  }
});

test('H11: only true and false say who is moderator', () => {
  for (const moderator of ['true', 1, 0, null, undefined, [], 'false']) {
    assert.equal(refused({ ...asked, moderator }), 'moderator: must be true or false');
  }
});

test('of the two times exactly one is given', () => {
  assert.equal(refused({ ...asked, validUntil: NOW + 5 }), 'validFor: must not stand beside validUntil');
  assert.equal(refused({ ...asked, validFor: undefined }), 'validFor: is required, or validUntil');
  assert.equal(refused({ ...asked, validFor: undefined, validUntil: NOW + 5 }), '');
});

test('a time is a whole number, ahead of us', () => {
  for (const validFor of ['600', 0, -1, 1.5, null, Number.NaN, Number.POSITIVE_INFINITY, true]) {
    assert.equal(refused({ ...asked, validFor }), 'validFor: must be a whole number of seconds, at least 1');
  }
  for (const validUntil of ['x', null, 1.5, {}, [NOW + 9]]) {
    const sentence = 'validUntil: must be a whole number of seconds since 1970';
    assert.equal(refused({ ...asked, validFor: undefined, validUntil }), sentence);
  }
  for (const validUntil of [NOW, NOW - 1, 1, 0, -5]) {
    assert.equal(refused({ ...asked, validFor: undefined, validUntil }), 'validUntil: must be in the future');
  }
});

test('a time that can only be milliseconds is refused with that reason', () => {
  const reason = (field: string) =>
    `${field}: is beyond the year 5000 in seconds, so it can only be milliseconds; divide it by 1000`;
  for (const validUntil of [NOW * 1_000, 95_617_584_001, 1e300]) {
    assert.equal(refused({ ...asked, validFor: undefined, validUntil }), reason('validUntil'));
  }
  for (const validFor of [NOW * 1_000, 95_617_584_000, 1e300]) {
    assert.equal(refused({ ...asked, validFor }), reason('validFor'));
  }
  assert.ok(parseRequest({ ...asked, validFor: undefined, validUntil: 95_617_584_000 }, NOW).ok);
});

test('H11: whatever comes, the answer is a request or one sentence that begins with a field', () => {
  const anything = fc.record(
    {
      ...{ cmd: fc.anything(), displayName: fc.anything(), email: fc.anything(), avatar: fc.anything() },
      ...{ channel: fc.anything(), moderator: fc.anything(), validFor: fc.anything(), validUntil: fc.anything() },
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(anything, fc.boolean(), (fields, mended) => {
      const read = parseRequest(mended ? { ...asked, ...fields } : fields, NOW);
      if (read.ok) assert.ok(read.value.until > NOW);
      else assert.match(read.detail, /^(cmd|displayName|email|avatar|channel|moderator|validFor|validUntil): [^\n]+$/);
    }),
    { numRuns: 500 },
  );
});
