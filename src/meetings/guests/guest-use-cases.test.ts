import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestGuests, operator, type TestGuests } from '../../../test/support/meeting-guests.ts';
import { makeLog } from '../../kernel/log.ts';
import { refuse } from '../../kernel/outcome.ts';
import type { CallerPolicy } from '../settings.ts';

const joined = async ({ guests }: TestGuests, link: string, name = ''): Promise<URL> => {
  const outcome = await guests.joinMeeting(link, name);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal);
  return new URL(outcome.value.url);
};
const claimsOf = (url: URL) =>
  JSON.parse(Buffer.from(url.searchParams.get('jwt')?.split('.')[1] ?? '', 'base64url').toString());
const usedOf = async ({ invites }: TestGuests) => (await invites.listInvitations(1))[0]?.used;

test('a guest with a link gets into that one room, as the invitation says, no longer than a guest may', async () => {
  await using test = await openTestGuests();
  const { id, link } = await test.invite({ room: 'Große Halle', name: 'Ada', moderator: true });
  const peeked = await test.guests.peekInvitation(link);
  assert.deepEqual(peeked, {
    ok: true,
    value: {
      ...{ room: 'große halle', name: 'Ada', moderator: true },
      ...{ until: test.inSeconds(3_600) * 1_000, leadsTo: 'https://meet.porter.test' },
    },
  });
  const url = await joined(test, link, 'Eve');
  assert.equal(`${url.origin}${decodeURIComponent(url.pathname)}`, 'https://meet.porter.test/große halle');
  const claims = claimsOf(url);
  assert.equal(decodeURIComponent(claims.room), 'große halle');
  assert.equal(claims.context.user.name, 'Ada');
  assert.equal(claims.moderator, true);
  assert.equal(claims.exp, test.inSeconds(600));
  assert.deepEqual(
    test.noted.map(({ caller, room, name }) => ({ caller, room, name })),
    [{ caller: `guest ${id}`, room: 'große halle', name: 'Ada' }],
  );
});

test('the token ends with the invitation where that comes first', async () => {
  await using test = await openTestGuests();
  const { link } = await test.invite({ validUntil: test.inSeconds(60) });
  assert.equal(claimsOf(await joined(test, link, 'Bo')).exp, test.inSeconds(60));
});

test('S3: the name that a guest types is made inert; one that cannot be seen is asked for again and uses nothing', async () => {
  await using test = await openTestGuests();
  const { link } = await test.invite({ uses: 1 });
  for (const name of ['', '   ', '\u202e\u200b', '\u0000']) {
    assert.deepEqual(await test.guests.joinMeeting(link, name), { ok: false, refusal: 'name', detail: undefined });
  }
  assert.equal(await usedOf(test), 0);
  const { name } = claimsOf(await joined(test, link, ` Bo\u202e\r\n\u0007b ${'x'.repeat(200)}\ud800`)).context.user;
  assert.match(name, /^Bo b x+$/);
  assert.equal(name.length, 100);
});

test('looking changes nothing; each joining counts, and the last use is the last', async () => {
  await using test = await openTestGuests();
  const { link } = await test.invite({ uses: 2 });
  for (let look = 0; look < 3; look += 1) assert.ok((await test.guests.peekInvitation(link)).ok);
  assert.deepEqual([await usedOf(test), test.noted.length], [0, 0]);
  const both = await Promise.all(['A', 'B', 'C'].map((name) => test.guests.joinMeeting(link, name)));
  assert.deepEqual(both.map((one) => (one.ok ? 'in' : one.refusal)).sort(), ['in', 'in', 'used-up']);
  assert.equal((await test.guests.peekInvitation(link)).ok, false);
  assert.equal(test.noted.length, 2);
});

test('S5: an unknown, ended or revoked link admits nobody, and says which it is', async () => {
  await using test = await openTestGuests();
  const refusals = async (link: string) => {
    const looks = [await test.guests.peekInvitation(link), await test.guests.joinMeeting(link, 'Ada')];
    return looks.map((one) => (one.ok ? 'in' : one.refusal));
  };
  for (const link of ['', 'x', 'A'.repeat(22), 'a|b', '\ud800']) {
    assert.deepEqual(await refusals(link), ['unknown', 'unknown']);
  }
  const revoked = await test.invite();
  await test.invites.revokeInvitation(revoked.id, operator);
  assert.deepEqual(await refusals(revoked.link), ['revoked', 'revoked']);
  assert.deepEqual(await refusals(revoked.id), ['unknown', 'unknown']);
  const short = await test.invite({ validUntil: test.inSeconds(60) });
  test.opened.clock.jump(59_999);
  assert.ok((await test.guests.joinMeeting(short.link, 'Ada')).ok);
  test.opened.clock.jump(1);
  assert.deepEqual(await refusals(short.link), ['ended', 'ended']);
  assert.equal(test.noted.length, 1);
});

test('H11: an invitation gives no more than its maker may have by now, and nothing once the maker is gone', async () => {
  let policy: CallerPolicy | undefined = operator.policy;
  await using test = await openTestGuests({ policyOf: () => policy });
  const { link } = await test.invite({ moderator: true });
  policy = { ...operator.policy, longest: 60_000 };
  const claims = claimsOf(await joined(test, link, 'Ada'));
  assert.equal(claims.exp - claims.iat, 60);
  for (const less of [{ ...operator.policy, moderators: false }, { ...operator.policy, rooms: ['other'] }, undefined]) {
    policy = less;
    assert.deepEqual(await test.guests.peekInvitation(link), refuse('revoked'));
    assert.deepEqual(await test.guests.joinMeeting(link, 'Ada'), refuse('revoked'));
  }
  assert.equal(test.noted.length, 1);
});

test('a use that led to no token is given back, with a line in the log that holds no link', async () => {
  let log = '';
  const broken = new Error('the key store does not answer');
  for (const issue of [
    () => {
      throw broken;
    },
    () => Promise.reject(broken),
  ]) {
    await using test = await openTestGuests({ issue, log: makeLog('debug', (line) => (log += line)) });
    const { id, link } = await test.invite({ uses: 1 });
    log = '';
    await assert.rejects(test.guests.joinMeeting(link, 'Ada'));
    assert.equal(await usedOf(test), 0);
    assert.match(log, new RegExp(`"level":"warn".*${id}`));
    assert.ok(!log.includes(link) && !log.includes('Ada'));
  }
});

test('an invitation that is no longer granted is refused, gives its use back, and the log says why', async () => {
  let log = '';
  await using test = await openTestGuests({
    issue: () => refuse('request', 'displayName: must be a non-empty string'),
    log: makeLog('debug', (line) => (log += line)),
  });
  const { id, link } = await test.invite({ uses: 1 });
  assert.deepEqual(await test.guests.joinMeeting(link, 'Ada'), { ok: false, refusal: 'refused', detail: undefined });
  assert.equal(await usedOf(test), 0);
  assert.match(log, new RegExp(`"level":"warn".*${id}.*must be a non-empty string`));
  assert.ok(!log.includes(link));
});

test('an invitation that ends while its token is made says so', async () => {
  const late: { now?: TestGuests } = {};
  await using test = await openTestGuests({
    issue: () => {
      late.now?.opened.clock.jump(61_000);
      return refuse('request', 'validUntil: must be in the future');
    },
  });
  late.now = test;
  const { link } = await test.invite({ validUntil: test.inSeconds(60), uses: 1 });
  assert.deepEqual(await test.guests.joinMeeting(link, 'Ada'), { ok: false, refusal: 'ended', detail: undefined });
  assert.equal(await usedOf(test), 0);
});

test('a use that cannot even be given back is an error in the log, and the first cause is what is thrown', async () => {
  let log = '';
  const broken = new Error('first cause');
  const opened: { test?: TestGuests } = {};
  await using test = await openTestGuests({
    issue: async () => {
      await opened.test?.opened.storage[Symbol.asyncDispose]();
      throw broken;
    },
    log: makeLog('debug', (line) => (log += line)),
  });
  opened.test = test;
  const { id, link } = await test.invite({ uses: 1 });
  await assert.rejects(test.guests.joinMeeting(link, 'Ada'), broken);
  assert.match(log, new RegExp(`"level":"error".*${id}`));
});
