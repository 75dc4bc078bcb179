import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { meetingsSettings } from '../../../test/support/meetings-settings.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { MeetingsSettings, ServerSettings } from '../settings.ts';
import { makeComposeClaims } from './compose-claims.ts';
import { explainLink, explainToken } from './explain-token.ts';
import type { TokenFlaw } from './token-verdict.ts';

const NOW = 1_780_000_000_000;
const settings: ServerSettings = meetingsSettings;
const hosted: ServerSettings = { domain: 'vpaas-1', appId: 'chat', audience: 'jitsi', profile: 'hosted' };
const header = { alg: 'HS256', typ: 'JWT' };
const claimsFor = (change: Partial<MeetingsSettings> = {}, moderator = false) =>
  makeComposeClaims({ ...meetingsSettings, ...change })(
    {
      ...{ name: 'Ada', email: undefined, avatar: undefined, room: 'grüße', moderator },
      ...{ until: 1_780_000_600, timedBy: 'validFor' },
    },
    { iat: 1_780_000_000, exp: 1_780_000_600, jti: 'j' },
  );
const good = claimsFor();

type Loose = Readonly<Record<string, unknown>>;
const explain = (claims: Loose, head: Loose = header, of = settings) =>
  explainToken(ok({ header: head, claims }), of, NOW).map(({ level, sentence }) => `${level} ${sentence}`);
/** Everything but the first line, which says what the token grants. */
const objections = (change: Loose, head?: Loose) => explain({ ...good, ...change }, head).slice(1);
const flawed = (flaw: TokenFlaw, head: Loose = header) =>
  explainToken(refuse(flaw, { header: head, claims: { ...good } }), settings, NOW).map(({ sentence }) => sentence);

test('a token of our own is explained in one line, and nobody objects', () => {
  assert.deepEqual(explain({ ...good }), [
    'fine Lets Ada into the room gr%c3%bc%c3%9fe as a participant, until 2026-05-28 20:36:40 UTC (10 minutes from now).',
  ]);
  assert.match(explain({ ...claimsFor({}, true), room: '*' })[0] ?? '', /into every room as a moderator/);
});

test('whatever Porter issues, it finds nothing to object to', () => {
  for (const lobbyBypass of [true, false]) {
    for (const features of [undefined, {}, { recording: true, livestreaming: false }]) {
      for (const moderator of [true, false]) {
        const change = { lobbyBypass, features, group: 'players' };
        const own = explain({ ...claimsFor(change, moderator) });
        const theirs = explain(
          { ...claimsFor({ ...change, ...hosted }, moderator) },
          { ...header, kid: 'vpaas-1/k' },
          hosted,
        );
        assert.deepEqual(
          [...own, ...theirs].filter((line) => !line.startsWith('fine ')),
          [],
        );
      }
    }
  }
});

test('issuer, audience, domain and room are held against the configuration', () => {
  const expected: readonly (readonly [Loose, RegExp])[] = [
    [{ iss: undefined }, /^bad iss is missing/],
    [{ iss: 'other' }, /^bad iss is other, not skotos/],
    [{ aud: undefined }, /^bad aud is missing/],
    [{ aud: ['jitsi'] }, /^warn aud is a list/],
    [{ aud: 7 }, /^warn aud is 7/],
    [{ aud: null }, /^warn aud is null/],
    [{ aud: 'other' }, /^warn aud is other/],
    [{ sub: undefined }, /^bad sub is missing/],
    [{ sub: 'meet.example.org' }, /^bad sub is meet\.example\.org, not meet\.jitsi/],
    [{ sub: ['meet.jitsi'] }, /^bad sub is \["meet\.jitsi"\]: it must be a text/],
    [{ room: undefined }, /^bad room is missing/],
    [{ room: 5 }, /^bad room is 5/],
    [{ room: '' }, /^bad room is ""/],
    [{ room: 'lobby@conference.meet.jitsi' }, /^bad room is lobby@.*bare name/],
    [{ room: encodeURIComponent('中'.repeat(114)).toLowerCase() }, /^bad room has 1026 characters/],
    [{ room: 'grüße' }, /^bad room is grüße: Jitsi's client calls it gr%c3%bc%c3%9fe/],
  ];
  for (const [change, sentence] of expected) {
    const found = objections(change);
    assert.equal(found.length, 1, JSON.stringify([change, found]));
    assert.match(found[0] ?? '', sentence);
  }
  for (const sub of ['*', 'Meet.Jitsi']) assert.deepEqual(objections({ sub }), [], sub);
  assert.deepEqual(objections({ room: 'Lobby' }), []);
});

test('H11: times that are over, ahead, no numbers or missing are told apart', () => {
  const expected: readonly (readonly [Loose, RegExp])[] = [
    [{ exp: 1_780_000_000 }, /^bad exp is over since 2026-05-28 20:26:40 UTC, 0 seconds ago/],
    [{ exp: '1780000600' }, /^bad exp is 1780000600: it must be a number/],
    [{ exp: null }, /^bad exp is null/],
    [{ exp: 1_780_000_600_000 }, /^bad exp is 1780000600000: .* milliseconds; it should be 1780000600\.$/],
    [{ exp: 1e300 }, /^bad exp is 1e\+300: .* milliseconds/],
    [{ nbf: 1_779_999_990_000 }, /^bad nbf is 1779999990000: .* milliseconds/],
    [{ iat: 1_780_000_000_000 }, /^bad iat is 1780000000000: .* milliseconds/],
    [{ exp: undefined }, /^warn exp is missing: Prosody takes this token for ever/],
    [{ nbf: 1_780_000_060 }, /^bad nbf says not before 2026-05-28 20:27:40 UTC, 60 seconds from now/],
    [{ nbf: 'soon' }, /^bad nbf is soon/],
  ];
  for (const [change, sentence] of expected) assert.match(objections(change).join('\n'), sentence);
  assert.equal(objections({ exp: undefined, expiresIn: 600 }).length, 2);
  assert.match(explain({ ...good, exp: 1_779_990_000 })[0] ?? '', /^fine Would let .*\(3 hours ago\)/);
  assert.match(explain({ ...good, exp: undefined })[0] ?? '', /^fine Lets .*without an end/);
});

test('H11: what is wrong with header and signature is said first', () => {
  assert.match(objections({}, { alg: 'HS256' }).join(), /^bad typ is missing/);
  assert.match(objections({}, { alg: 'HS256', typ: 'jwt' }).join(), /^bad typ is jwt/);
  assert.match(objections({}, { alg: 'ES256', typ: 'JWT' }).join(), /^bad alg is ES256: Prosody's library knows/);
  assert.match(flawed('algorithm', { alg: 'none', typ: 'JWT' })[1] ?? '', /^alg is none/);
  assert.match(flawed('algorithm', { alg: 'RS256', typ: 'JWT' })[1] ?? '', /^alg is RS256/);
  assert.match(flawed('key')[1] ?? '', /^kid is missing/);
  assert.match(flawed('key', { ...header, kid: 'old' })[1] ?? '', /^kid is old/);
  assert.match(flawed('signature')[1] ?? '', /^The signature was not made/);
  assert.match(flawed('type', { alg: 'HS256' })[1] ?? '', /^typ is missing/);
  for (const flaw of ['algorithm', 'key', 'signature'] as const) assert.match(flawed(flaw)[0] ?? '', /^Would let Ada/);
  assert.deepEqual(
    explainToken(refuse('malformed', undefined), settings, NOW).map(({ level }) => level),
    ['bad'],
  );
});

test('an address that leads to another room than its token is objected to', () => {
  const link = (room: string, claims: Loose = { ...good }) =>
    explainLink(ok({ header, claims }), room).map(({ level, sentence }) => `${level} ${sentence}`);
  for (const room of ['grüße', 'Grüße', 'gr%C3%BC%c3%9fe']) assert.deepEqual(link(room), [], room);
  assert.deepEqual(link('garden', { ...good, room: '*' }), []);
  assert.deepEqual(link('garden'), ['bad The address leads to the room garden, and the token is for gr%c3%bc%c3%9fe.']);
  assert.deepEqual(explainLink(refuse('malformed', undefined), 'garden'), []);
});

test('people are described in text, in an object', () => {
  const expected: readonly (readonly [Loose, RegExp])[] = [
    [{ context: undefined }, /warn context is missing/],
    [{ context: 'x' }, /bad context is x/],
    [{ context: {} }, /warn context\.user is missing/],
    [{ context: { user: 'Ada' } }, /bad context\.user is Ada: it must be an object/],
    [{ context: { user: { name: 'Ada', email: null } } }, /bad context\.user\.email is null/],
    [{ context: { user: { name: true } } }, /bad context\.user\.name is true/],
    [{ context: { user: { name: 'Ada', level: 7 } } }, /bad context\.user\.level is 7/],
    [{ context: { ...good.context, features: [] } }, /bad context\.features is \[\]/],
    [{ context: { ...good.context, features: { recording: 1 } } }, /warn context\.features\.recording is 1/],
    [{ context: { ...good.context, room: { regex: true } } }, /warn context\.room\.regex/],
  ];
  for (const [change, sentence] of expected) assert.match(objections(change).join('\n'), sentence);
  assert.match(explain({ ...good, context: 'x' })[0] ?? '', /somebody without a name/);
});

test('plugins that would not agree about the moderator are named', () => {
  assert.match(objections({ moderator: 'true' }).join(), /bad moderator is true: mod_token_moderation/);
  assert.match(objections({ moderator: true }).join(), /warn A moderator for mod_token_moderation, none for/);
  const teacher = { user: { name: 'Ada', affiliation: 'teacher' } };
  assert.match(objections({ context: teacher }).join(), /warn A moderator for mod_token_affiliation, none for/);
  const lines = explain({ ...claimsFor(), sub: 'vpaas-1', iss: 'chat' }, { ...header, kid: 'x' }, hosted).join('\n');
  assert.match(lines, /bad kid must be vpaas-1\/.*\n.*bad context\.user\.moderator is false: the hosted Jitsi/s);
});

test('H11: whatever a token says, every line is one printable line', () => {
  const wild = fc.dictionary(
    fc.constantFrom('iss', 'aud', 'sub', 'room', 'exp', 'nbf', 'context', 'moderator', 'expiresIn'),
    fc.oneof(fc.anything({ withNullPrototype: false }), fc.record({ user: fc.object(), features: fc.object() })),
  );
  fc.assert(
    fc.property(wild, wild, (claims, head) => {
      for (const line of explain(JSON.parse(JSON.stringify(claims) ?? '{}'), head)) {
        assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        assert.ok(line.length < 600);
      }
    }),
    { numRuns: 500 },
  );
});
