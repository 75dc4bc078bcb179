import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meetingsSettings } from '../../../test/support/meetings-settings.ts';
import type { MeetingsSettings } from '../settings.ts';
import { makeComposeClaims } from './compose-claims.ts';
import type { TokenRequest } from './parse-request.ts';

const lena: TokenRequest = {
  ...{ name: 'Lena Ortiz', email: 'lena@example.org', avatar: 'https://example.org/a.png', room: 'standup' },
  ...{ moderator: true, until: 1_780_000_600, timedBy: 'validFor' },
};
const stamp = { iat: 1_780_000_000, exp: 1_780_000_600, jti: 'j' };
const claims = (change: Partial<MeetingsSettings>, asked: Partial<TokenRequest> = {}) =>
  makeComposeClaims({ ...meetingsSettings, ...change })({ ...lena, ...asked }, stamp);

test('the claims serve every known plugin', () => {
  assert.deepEqual(claims({}), {
    ...{ iss: 'skotos', aud: 'jitsi', sub: 'meet.jitsi', room: 'standup' },
    ...{ iat: 1_780_000_000, nbf: 1_779_999_990, exp: 1_780_000_600, jti: 'j', moderator: true },
    context: {
      user: {
        ...{ name: 'Lena Ortiz', email: 'lena@example.org', avatar: 'https://example.org/a.png' },
        ...{ moderator: true, affiliation: 'owner' },
      },
    },
  });
});

test('keys without a value are left out, and who is no moderator is a member', () => {
  assert.deepEqual(claims({}, { email: undefined, avatar: undefined, moderator: false }).context, {
    user: { name: 'Lena Ortiz', moderator: false, affiliation: 'member' },
  });
});

test("a room is called in the claim as Jitsi's client calls it at Prosody", () => {
  assert.equal(claims({}, { room: 'grüße aus kiel' }).room, 'gr%c3%bc%c3%9fe%20aus%20kiel');
  assert.equal(claims({}, { room: '*' }).room, '*');
});

test('rights, group and the way past the lobby are there where they are configured', () => {
  const { context } = claims({
    features: { recording: false, livestreaming: true },
    group: 'players',
    lobbyBypass: true,
  });
  assert.deepEqual(context.features, { recording: false, livestreaming: true });
  assert.equal(context.group, 'players');
  assert.equal(context.user['lobby_bypass'], true);
});

test('the hosted Jitsi gets yes and no as text, and no claim that it does not know', () => {
  assert.deepEqual(claims({ profile: 'hosted', appId: 'chat', domain: 'vpaas-x', features: { recording: true } }), {
    ...{ iss: 'chat', aud: 'jitsi', sub: 'vpaas-x', room: 'standup' },
    ...{ iat: 1_780_000_000, nbf: 1_779_999_990, exp: 1_780_000_600, jti: 'j' },
    context: {
      user: {
        ...{ name: 'Lena Ortiz', email: 'lena@example.org', avatar: 'https://example.org/a.png', moderator: 'true' },
      },
      features: { recording: 'true' },
    },
  });
});

test('the leeway is whole seconds, rounded to the safe side', () => {
  assert.equal(claims({ leeway: 0 }).nbf, stamp.iat);
  assert.equal(claims({ leeway: 1_500 }).nbf, stamp.iat - 2);
});
