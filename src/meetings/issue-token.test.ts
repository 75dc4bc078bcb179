import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { everythingAllowed, meetingsSettings } from '../../test/support/meetings-settings.ts';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { makeIds } from '../kernel/ids.ts';
import { makeIssueToken } from './issue-token.ts';
import type { RecordedToken, TokenSigner } from './ports.ts';
import type { Claims } from './rules/claims.ts';
import type { Caller, CallerPolicy } from './settings.ts';

const asked = { cmd: 'jwt_token', displayName: 'Ada', channel: 'Lobby', moderator: true, validFor: 600, seq: 1 };
const game = (policy: Partial<CallerPolicy> = {}): Caller => ({
  ...{ name: 'tcp 127.0.0.1', kind: 'program', policy: { ...everythingAllowed, ...policy } },
});
const plain: TokenSigner = { sign: (claims) => JSON.stringify(claims) };

function setUp(signer: TokenSigner = plain) {
  const clock = makeTestClock(1_780_000_000_400);
  const noted: (readonly [RecordedToken, Caller['kind']])[] = [];
  const record = { note: (recorded: RecordedToken, kind: Caller['kind']) => void noted.push([recorded, kind]) };
  const issue = makeIssueToken({ settings: meetingsSettings, signer, record, clock, ids: makeIds(clock.now) });
  return { clock, noted, issue };
}

test('a request becomes a token at once, and a line of the record', async () => {
  const { issue, noted } = setUp();
  const outcome = issue(asked, game());
  assert.ok(!(outcome instanceof Promise) && outcome.ok);
  const { token, ...rest } = outcome.value;
  assert.deepEqual(rest, { room: 'lobby', message: 'OK', expiresAt: 1_780_000_600 });
  const claims = JSON.parse(token) as Claims;
  assert.equal(claims.exp, 1_780_000_600);
  const line = { at: 1_780_000_000_400, caller: 'tcp 127.0.0.1', room: 'lobby', name: 'Ada', moderator: true };
  assert.deepEqual(noted, [[{ ...line, jti: claims.jti, until: 1_780_000_600_000 }, 'program']]);
});

test('a signature that has to be waited for is waited for, and is on the record once it is made', async () => {
  let sign: (token: string) => void = () => {};
  const { issue, noted } = setUp({
    sign: () =>
      new Promise((resolve) => {
        sign = resolve;
      }),
  });
  const outcome = issue(asked, game());
  assert.ok(outcome instanceof Promise);
  assert.equal(noted.length, 0);
  sign('a.b.c');
  const issued = await outcome;
  assert.ok(issued.ok && issued.value.token === 'a.b.c');
  assert.equal(noted.length, 1);
});

test('H11: what is refused is neither signed nor on the record', () => {
  let signed = 0;
  const { issue, noted } = setUp({
    sign() {
      signed += 1;
      return 'a.b.c';
    },
  });
  assert.deepEqual(issue({ ...asked, channel: '' }, game()), {
    ...{ ok: false, refusal: 'request', detail: 'channel: must be a non-empty string' },
  });
  assert.deepEqual(issue(asked, game({ moderators: false })), {
    ...{ ok: false, refusal: 'policy', detail: 'moderator: this caller may not make moderators' },
  });
  assert.equal(signed + noted.length, 0);
});

test('H11: each caller keeps to its own policy', () => {
  const { issue } = setUp();
  const narrow = game({ rooms: ['game-*'], everyRoom: false });
  const wide = game();
  for (let turn = 0; turn < 2; turn += 1) {
    assert.ok('ok' in issue({ ...asked, channel: '*' }, wide));
    assert.deepEqual(issue({ ...asked, channel: '*' }, narrow), {
      ...{ ok: false, refusal: 'policy', detail: 'channel: this caller may not have tokens for every room at once' },
    });
  }
});

test('H11: claims are for the room asked, for nobody longer than allowed, and hold text where people are described', () => {
  const { issue } = setUp();
  const policy = { ...everythingAllowed, longest: 3_600_000, everyRoom: false, moderators: false };
  const caller: Caller = { name: 'tcp 127.0.0.1', kind: 'program', policy };
  const some = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('*', 'Lobby', '', null, 5, true));
  const fields = fc.record({
    ...{ displayName: some, channel: some, email: some, avatar: fc.constantFrom(undefined, 'https://a.example/b', '') },
    ...{ moderator: fc.boolean(), validFor: fc.integer({ min: 1, max: 10_000 }) },
  });
  fc.assert(
    fc.property(fields, (request) => {
      const outcome = issue(request, caller);
      if (outcome instanceof Promise || !outcome.ok) return;
      const { room, exp, moderator, context } = JSON.parse(outcome.value.token) as Claims;
      const asked = decodeURIComponent(String(request.channel)).normalize('NFKC').toLowerCase();
      assert.equal(decodeURIComponent(room), asked);
      assert.notEqual(room, '*');
      assert.equal(exp, 1_780_000_000 + Math.min(3_600, request.validFor));
      assert.equal(moderator, false);
      for (const [name, value] of Object.entries(context.user)) {
        assert.equal(typeof value, name === 'moderator' ? 'boolean' : 'string', name);
        assert.notEqual(value, '');
      }
    }),
    { numRuns: 500 },
  );
});
