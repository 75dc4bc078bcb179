import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import type { EmailAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import { type Localpart, parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import type { Job, JobTools, NewJob } from '../../outbox/job.ts';
import type { Mailer } from '../../ports/mailer.ts';
import type { Sender } from '../../texts/letters/section.ts';
import { makeFollowAddress } from '../follow-account.ts';
import { accountsInWords } from '../jobs-in-words.ts';
import type { Profile, ThirdPartyId } from '../ports/account.ts';
import type { AddressChange } from '../ports/address-changes.ts';
import { addressKinds, followAddress, proveAddress, tellAddresses } from '../rules/address-jobs.ts';
import { END_SESSIONS, passwordJobs, passwordKinds, TELL_CHANGED } from '../rules/password-jobs.ts';
import { makeEndSessions } from './end-sessions.ts';
import { makeProveAddress } from './prove-address.ts';
import { makeTellAddress } from './tell-address.ts';
import { makeTellPasswordChanged } from './tell-password-changed.ts';

const lena = 'lena' as Localpart;
const mail = (address: string): ThirdPartyId => ({ medium: 'email', address: address as EmailAddress });
const serverName = 'example.org';
const tools: JobTools = { signal: new AbortController().signal, freeze: async (content) => content };
const change: AddressChange = {
  ...{ id: 'c1', localpart: lena, address: 'new@example.org' as EmailAddress, addressHash: 'new@example.org' },
  ...{ replaces: undefined, language: 'en', askedAt: 1, sent: undefined, end: undefined },
};

const all = [
  ...passwordJobs({
    ...{ id: 'c1', localpart: lena, at: 1_800_000_000_000, ends: { keep: 'LAPTOP' } },
    mails: [{ address: 'lena@example.org' as EmailAddress, hash: 'lena@example.org' }],
  }),
  proveAddress(change),
  ...tellAddresses(change, 'done', ['lena@example.org'], 1),
  followAddress(change, 'done', 1),
];
const jobOf = (kind: string, over: Partial<NewJob> = {}): Job => ({
  ...(all.find((job) => job.kind === kind) as NewJob),
  ...{ id: 'j1', attempt: 1, createdAt: 0, firstTriedAt: undefined, frozen: undefined },
  ...over,
});

/** @param kept of the link, in the change that is there; undefined: none is */
function addressWork(kept: AddressChange['sent']) {
  const { needs, sent } = tellNeeds([]);
  const keeps: unknown[] = [];
  const changes = {
    find: async () => kept && { ...change, sent: kept },
    async keep(...asked: readonly unknown[]) {
      keeps.push(asked);
      return true;
    },
  };
  const tokens = { token: (id: string) => `token ${id}`, hash: (token: string) => `hash of ${token}` };
  const sender = () => needs.sender;
  const accounts = { ...needs.accounts, findAddresses: async () => [] };
  return { needs: { ...needs, accounts, changes, tokens, sender }, keeps, sent };
}

function tellNeeds(addresses: readonly ThirdPartyId[], send?: () => never) {
  const sent: Parameters<Mailer['send']>[0][] = [];
  const profile: Profile = {
    ...{ localpart: lena, displayName: 'Lena', state: 'active', createdAt: 0, lastSeenAt: undefined, addresses },
    ...{ findableByName: true, findableByAddress: true },
  };
  const sender: Sender = {
    ...{ language: 'de', title: 'Beispiel', publicUrl: 'https://example.org', links: [], mayReply: false },
  };
  const mailer: Mailer = {
    async send(letter) {
      send?.();
      sent.push(letter);
      return { id: 'm1' };
    },
  };
  const addressHash = (address: EmailAddress) => address;
  const accounts = { find: async () => profile };
  const needs = { accounts, addressHash, serverName, timeZone: 'UTC', sender, mailer, clock: makeTestClock() };
  return { needs, sent };
}

function tell(...asked: Parameters<typeof tellNeeds>) {
  const { needs, sent } = tellNeeds(...asked);
  return { handle: makeTellPasswordChanged(needs), sent };
}

test('the letter goes to the address that the account had and has, in the language of the site', async () => {
  const { handle, sent } = tell([mail('other@example.org'), mail('lena@example.org')]);
  assert.deepEqual(await handle(jobOf(TELL_CHANGED), tools), { kind: 'done', receipt: { id: 'm1' } });
  assert.equal(sent[0]?.to, 'lena@example.org');
  assert.match(
    sent[0]?.text ?? '',
    /Kontos\s+@lena:example\.org\s+wurde\s+am\s+15\.\s+Januar\s+2027\s+um\s+08:00\s+UTC/,
  );
});

test('an address that the account no longer has is not told', async () => {
  const { handle, sent } = tell([mail('other@example.org')]);
  assert.deepEqual(await handle(jobOf(TELL_CHANGED), tools), { kind: 'nothing' });
  assert.deepEqual(sent, []);
});

test('a mail server that refuses the address for good ends the job; any other fault is the outbox its own', async () => {
  const faultWith = (code: string) => () => {
    throw new Fault('no', { code, retryable: false, scope: 'person', words: '550 5.1.1 unknown' });
  };
  const refused = tell([mail('lena@example.org')], faultWith('email.address-refused'));
  assert.deepEqual(await refused.handle(jobOf(TELL_CHANGED), tools), {
    kind: 'refused',
    receipt: { words: '550 5.1.1 unknown' },
  });
  const other = tell([mail('lena@example.org')], faultWith('email.content-refused'));
  await assert.rejects(other.handle(jobOf(TELL_CHANGED), tools), { code: 'email.content-refused' });
});

test('all sessions end but the one where the password was changed', async () => {
  const ended: (readonly [UserId, string | undefined])[] = [];
  const sessions = {
    endOthers: async (userId: UserId, keep: string | undefined) => {
      ended.push([userId, keep]);
      return 2;
    },
  };
  const handle = makeEndSessions({ sessions, serverName });
  assert.deepEqual(await handle(jobOf(END_SESSIONS), tools), {
    kind: 'done',
    receipt: { words: '2 sessions ended' },
  });
  await handle(jobOf(END_SESSIONS, { payload: { localpart: 'lena', keep: null } }), tools);
  assert.deepEqual(ended, [
    [parseUserId('@lena:example.org'), 'LAPTOP'],
    [parseUserId('@lena:example.org'), undefined],
  ]);
  for (const payload of [
    {},
    { localpart: 'lena' },
    { localpart: 'Lena Ortiz', keep: 'X' },
    { localpart: 7, keep: 'X' },
  ])
    await assert.rejects(handle(jobOf(END_SESSIONS, { payload }), tools), { code: 'job.unreadable' });
});

test('jobs of addresses that cannot be read are parked, and those whose change or account is gone do nothing', async () => {
  const { needs, sent } = addressWork(undefined);
  const handlers = [makeProveAddress(needs), makeTellAddress(needs), makeFollowAddress({ ...needs, users: undefined })];
  for (const handle of handlers) {
    for (const payload of [{}, { change: 7, news: 'asked', at: 1 }, { change: null }])
      await assert.rejects(handle(jobOf(TELL_CHANGED, { payload }), tools), { code: 'job.unreadable' });
    const payload = { change: 'c1', news: 'done', at: 1 };
    assert.deepEqual(await handle(jobOf(TELL_CHANGED, { payload }), tools), { kind: 'nothing' });
  }
  for (const news of ['lost', 7])
    await assert.rejects(
      makeTellAddress(needs)(jobOf(TELL_CHANGED, { payload: { change: 'c1', news, at: 1 } }), tools),
      {
        code: 'job.unreadable',
      },
    );
  assert.deepEqual(sent, []);
});

test('N7: a letter to a new address that is repeated because it may have left makes its link good for no longer', async () => {
  const kept = { hash: 'hash of token c1', validUntil: 5 };
  const { needs, keeps, sent } = addressWork(kept);
  const job = jobOf(TELL_CHANGED, { payload: { change: 'c1' } });
  await makeProveAddress(needs)({ ...job, firstTriedAt: 4 }, tools);
  assert.deepEqual([keeps.length, sent.length], [0, 1]);
  await makeProveAddress(needs)(job, tools);
  assert.deepEqual([keeps.length, sent.length], [1, 2]);
});

test('every job has words for the people who look after the outbox', async () => {
  const described = await accountsInWords.describe(all.map((job) => ({ ...job, dueAt: undefined })));
  assert.deepEqual(new Set(all.map(({ kind }) => kind)), new Set([...passwordKinds, ...addressKinds]));
  for (const words of described) assert.match(words?.what ?? '', /lena/);
});
