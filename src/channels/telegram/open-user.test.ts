import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDelivery } from '../../../test/support/deliveries.ts';
import { startFaultProxy } from '../../../test/support/peers/faults.ts';
import { startSocksProxy } from '../../../test/support/peers/socks.ts';
import { startTelegramMtproto, type TelegramMtproto } from '../../../test/support/peers/telegram-mtproto.ts';
import { accountAt } from '../../../test/support/telegram-account.ts';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { Secret } from '../../kernel/secret.ts';
import type { Delivery, OpenChannel } from '../../ports/channel.ts';
import { openUser, randomIdOf } from './open-user.ts';

const never = new AbortController().signal;
const sends = ({ method }: { readonly method: string }) => method === 'messages.SendMessage';

async function service(): Promise<TelegramMtproto> {
  const telegram = await startTelegramMtproto();
  telegram.addUser({ id: 100, username: 'relay' });
  telegram.addUser({ id: 200, username: 'Grace_H' });
  return telegram;
}

const account = (telegram: TelegramMtproto, clock = systemClock): OpenChannel =>
  openUser(accountAt(telegram, telegram.mintSession(100)), clock);

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const fault = await work.catch((error: unknown) => error);
  assert.ok(fault instanceof Fault, String(fault));
  return fault;
}
const code = async (channel: OpenChannel, delivery: Delivery) => {
  const { code: of, scope, outcome } = await faultOf(channel.deliver(delivery, never));
  return [of, scope, outcome];
};

test('people, contacts, groups and topics are written to, with looks and without a preview', async () => {
  await using telegram = await service();
  telegram.addUser({ id: 300 });
  telegram.addContact(100, 300);
  telegram.addGroup({ id: 123 });
  telegram.addGroup({ id: 124, username: 'forum_group' });
  await using channel = account(telegram);
  const link = { url: 'https://example.org/a', label: 'more' };
  for (const address of ['@grace_h', '300', '-1000000000123/5', '@forum_group']) {
    assert.equal((await channel.deliver(aDelivery(address, { link, urgency: 'quiet' }), never)).kind, 'done', address);
  }
  assert.deepEqual(
    telegram.sent.map(({ to, topic, silent }) => [to, topic, silent]),
    [
      [200, undefined, true],
      [300, undefined, true],
      [123, 5, true],
      [124, undefined, true],
    ],
  );
  assert.equal(telegram.sent[0]?.text, '[router1] Disk full\nsda1 at 98 %\n🔗 more');
  assert.deepEqual(telegram.sent[0]?.entities, [
    { kind: 'Bold', offset: 0, length: 19 },
    { kind: 'TextUrl', offset: 36, length: 4, url: 'https://example.org/a' },
  ]);
  assert.ok(telegram.calls.filter(sends).every(({ request }) => request.noWebpage === true));
});

test('a name is asked for once, and a number once for all', async () => {
  await using telegram = await service();
  await using channel = account(telegram);
  for (let i = 0; i < 3; i += 1) await channel.deliver(aDelivery('@grace_h'), never);
  for (let i = 0; i < 3; i += 1) assert.equal((await channel.deliver(aDelivery('999'), never)).kind, 'refused');
  const asked = telegram.calls.map(({ method }) => method).filter((method) => /Resolve|Contacts|Dialogs/.test(method));
  assert.deepEqual(asked.sort(), ['contacts.GetContacts', 'contacts.ResolveUsername', 'messages.GetDialogs']);
});

test('the account is named at the start, and nothing is sent', async () => {
  await using telegram = await service();
  await using channel = account(telegram);
  assert.equal(await channel.connect(never), 'connected as @relay (user account)');
  assert.equal(telegram.sent.length, 0);
  // Nothing goes on behind: no news are asked for.
  assert.deepEqual(
    telegram.calls.map(({ method }) => method),
    ['help.GetConfig', 'updates.GetState', 'users.GetUsers'],
  );
});

test('a newer text takes the place of the earlier one, and where that is gone it is a new message', async () => {
  await using telegram = await service();
  await using channel = account(telegram);
  await channel.deliver(aDelivery('@grace_h'), never);
  const newer = aDelivery('@grace_h', { title: 'Disk fine again' }, { replaces: '1' });
  for (let i = 0; i < 2; i += 1) {
    const result = await channel.deliver(newer, never);
    assert.equal(result.kind === 'done' && result.receipt?.id, '1');
  }
  assert.deepEqual([telegram.sent.length, /fine again/.test(telegram.sent[0]?.text ?? '')], [1, true]);
  await channel.deliver({ ...newer, replaces: '99' }, never);
  assert.equal(telegram.sent.length, 2);
});

test('a repeat in another process is the same message, and a service that only says so is believed', async () => {
  await using telegram = await service();
  const delivery = aDelivery('@grace_h');
  const results = [];
  for (let i = 0; i < 2; i += 1) {
    await using channel = account(telegram);
    results.push(await channel.deliver(delivery, never));
  }
  assert.deepEqual(results[0], results[1]);
  assert.equal(telegram.sent.length, 1);
  telegram.faults.add({ when: sends, answer: { code: 500, message: 'RANDOM_ID_DUPLICATE' } });
  await using channel = account(telegram);
  assert.equal((await channel.deliver(delivery, never)).kind, 'done');
});

test('the number of a repeat fits into 64 bits with a sign and differs between jobs', () => {
  const [one, two] = [
    randomIdOf('019ad3f0-0000-7000-8000-000000000001'),
    randomIdOf('019ad3f0-0000-7000-8000-000000000002'),
  ];
  assert.notEqual(one, two);
  assert.equal(BigInt.asIntN(64, one), one);
});

test('N6: a session that ended, was never one, or whose key is forgotten turns the channel off', async () => {
  await using telegram = await service();
  const ended = ['telegram.session-ended', 'channel', undefined];
  await using channel = account(telegram);
  await channel.connect(never);
  telegram.revokeSessions(100);
  assert.deepEqual(await code(channel, aDelivery('@grace_h')), ended);
  await using again = account(telegram);
  telegram.revokeSessions(100);
  assert.deepEqual(await code(again, aDelivery('@grace_h')), ended);
  await using forgotten = account(telegram);
  telegram.forgetKeys();
  assert.deepEqual(await code(forgotten, aDelivery('@grace_h')), ended);
  for (const nonsense of ['no session', '1', '1short']) {
    await using wrong = openUser(accountAt(telegram, nonsense, 1), systemClock);
    assert.deepEqual(await code(wrong, aDelivery('@grace_h')), ended, nonsense);
  }
});

test('a text that the service objects to is sent once more as plain text', async () => {
  await using telegram = await service();
  await using channel = account(telegram);
  telegram.faults.add({ when: sends, answer: { code: 400, message: 'ENTITY_BOUNDS_INVALID' } });
  assert.equal((await channel.deliver(aDelivery('@grace_h'), never)).kind, 'done');
  assert.deepEqual(telegram.sent[0]?.entities, []);
});

test('N2: a call that is never answered is given up in time, its outcome is unknown, and the next one goes on', async () => {
  await using telegram = await service();
  const clock = makeTestClock();
  await using channel = account(telegram, clock);
  await channel.connect(never);
  telegram.faults.add({ when: sends, hang: 'answer' });
  const delivery = aDelivery('@grace_h');
  const attempt = faultOf(channel.deliver(delivery, never));
  while (telegram.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(25_000);
  const { code: of, outcome } = await attempt;
  assert.deepEqual([of, outcome], ['telegram.uncertain', 'unknown']);
  assert.equal((await channel.deliver({ ...delivery, firstTriedAt: 1 }, never)).kind, 'done');
  assert.equal(telegram.sent.length, 1);
});

test('N2: a connection that is dead without a word is given up, and the next delivery makes another one', async () => {
  await using telegram = await service();
  await using proxy = await startFaultProxy({ to: telegram });
  const clock = makeTestClock();
  await using channel = openUser(accountAt(telegram, telegram.mintSession(100, proxy.port)), clock);
  await channel.connect(never);
  const passed = proxy.connections[0]?.passed.toServer ?? 0;
  await proxy.set({ blackHole: 'toClient' });
  const delivery = aDelivery('@grace_h');
  const attempt = faultOf(channel.deliver(delivery, never));
  while ((proxy.connections[0]?.passed.toServer ?? 0) === passed) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(25_000);
  assert.equal((await attempt).code, 'telegram.down', 'it had only asked who @grace_h is');
  await proxy.heal();
  assert.equal((await channel.deliver(delivery, never)).kind, 'done');
  assert.equal(proxy.connections.length, 2);
});

test('a proxy leads to the service, with its user name and password', async () => {
  await using telegram = await service();
  await using socks = await startSocksProxy('porter', 'canary-socks');
  const settings = accountAt(telegram, telegram.mintSession(100), 1);
  const proxy = { ip: '127.0.0.1', port: socks.port, socksType: 5, username: 'porter' } as const;
  await using channel = openUser(
    { ...settings, proxy: { ...proxy, password: new Secret('canary-socks') } },
    systemClock,
  );
  assert.equal((await channel.deliver(aDelivery('@grace_h'), never)).kind, 'done');
  assert.deepEqual(socks.asked, [`127.0.0.1:${telegram.port}`]);
  await using wrong = openUser({ ...settings, proxy: { ...proxy, password: new Secret('wrong') } }, systemClock);
  assert.deepEqual(await code(wrong, aDelivery('@grace_h')), ['telegram.down', 'channel', undefined]);
});

test('a Porter without the optional package says what is missing', async () => {
  await using telegram = await service();
  const missing = async () => {
    throw Object.assign(new Error("Cannot find package 'telegram'"), { code: 'ERR_MODULE_NOT_FOUND' });
  };
  await using channel = openUser(accountAt(telegram, telegram.mintSession(100)), systemClock, undefined, missing);
  const { code: of, retryable, scope, remedy } = await faultOf(channel.connect(never));
  assert.deepEqual([of, retryable, scope], ['telegram.no-library', false, 'channel']);
  assert.match(remedy ?? '', /--omit=optional/);
});

test('L3, L8: no fault holds session or hash, and nothing that breaks later is left alone', async () => {
  const telegram = await service();
  const lone: unknown[] = [];
  const hear = (error: unknown) => void lone.push(error);
  process.on('unhandledRejection', hear);
  const channel = account(telegram);
  const session = telegram.mintSession(100);
  await channel.connect(never);
  telegram.faults.add({ when: sends, lose: 'request' });
  const faults = [await faultOf(channel.deliver(aDelivery('@grace_h'), never))];
  await telegram[Symbol.asyncDispose]();
  faults.push(await faultOf(channel.deliver(aDelivery('@grace_h'), never)));
  await channel[Symbol.asyncDispose]();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', hear);
  assert.deepEqual(lone, []);
  for (const fault of faults) {
    const everything = JSON.stringify([fault.message, fault.stack, fault.cause, { ...fault }]);
    assert.ok(!everything.includes(telegram.apiHash) && !everything.includes(session.slice(0, 40)), everything);
  }
});
