import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { aDelivery } from '../../../test/support/deliveries.ts';
import { makeMemoryStore } from '../../../test/support/memory-store.ts';
import { discordAnswers } from '../../../test/support/peers/discord/answers.ts';
import { type Discord, startDiscord } from '../../../test/support/peers/discord.ts';
import { makeTestClock, type TestClock } from '../../../test/support/test-clock.ts';
import { HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { Secret } from '../../kernel/secret.ts';
import type { Delivery, OpenChannel } from '../../ports/channel.ts';
import { type DiscordSettings, openDiscord } from './open-discord.ts';

const never = new AbortController().signal;
const ADA = '42000000000000000';
const to = (address: string, over: Partial<Delivery> = {}): Delivery => aDelivery(address, {}, over);

interface Rig extends AsyncDisposable {
  readonly peer: Discord;
  readonly clock: TestClock;
  readonly channel: OpenChannel;
  readonly memory: ReturnType<typeof makeMemoryStore>;
  /** The same channel in a new process. */
  restart(): OpenChannel;
}

async function start(over: Partial<DiscordSettings> = {}): Promise<Rig> {
  await using opening = new AsyncDisposableStack();
  const clock = makeTestClock();
  const peer = opening.use(await startDiscord(clock.now));
  peer.addChannel('70');
  peer.addUser({ id: ADA, username: 'ada', global_name: 'Ada L.' });
  peer.addGuild('7', [ADA]);
  const webhooks = { ops: new Secret(peer.addWebhook('90', 'canary-webhook', '70')) };
  const memory = makeMemoryStore();
  const settings = { token: new Secret(peer.token), webhooks, serverUrl: undefined, api: peer.api, ...over };
  const opened = opening.move();
  const restart = () => opened.use(openDiscord(settings, { clock, memory }));
  const channel = restart();
  return { peer, clock, memory, channel, restart, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    (value) => assert.fail(inspect(value)),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Fault, inspect(error));
  return error;
}
const wordsOf = async (work: ReturnType<OpenChannel['deliver']>): Promise<string> => {
  const result = await work;
  return result.kind === 'refused' ? (result.receipt?.words ?? '') : assert.fail(inspect(result));
};
const paths = ({ calls }: Discord) => calls.map(({ method, path }) => `${method} ${path}`);
const posts = ({ calls }: Discord) =>
  calls.filter(({ method, path }) => method === 'POST' && !path.startsWith('/users/'));

test('a message calls nobody, shows no previews, and makes no sound when it is quiet', async () => {
  await using rig = await start();
  const loud = to('channel:70');
  await rig.channel.deliver(loud, never);
  await rig.channel.deliver(aDelivery('channel:70', { urgency: 'quiet', lines: [`@everyone <@${ADA}>`] }), never);
  assert.deepEqual(
    rig.peer.messages('70').map(({ flags, calls }) => [flags, calls]),
    [
      [4, []],
      [4 | 4096, []],
    ],
  );
  const [{ body } = assert.fail()] = posts(rig.peer);
  assert.deepEqual(body['allowed_mentions'], { parse: [] });
  assert.deepEqual([body['nonce'], body['enforce_nonce']], [loud.id.replaceAll('-', '').slice(-25), true]);
});

test('a person is found once by exact user name among the servers, and stays the same after a restart and a new name', async () => {
  await using rig = await start();
  const { peer } = rig;
  const eve = peer.addUser({ id: '43000000000000000', username: 'adam', global_name: 'ada' });
  peer.addGuild('6', [eve.id]);
  peer.addGuild('8', []);
  await rig.channel.deliver(to('ada'), never);
  assert.equal(peer.messages(peer.directChannel(ADA).id).length, 1);
  assert.equal(peer.calls.find(({ path }) => path.includes('search'))?.query.get('limit'), '1000');

  const known = peer.calls.length;
  peer.addUser({ id: ADA, username: 'ada.new' });
  eve.username = 'ada';
  await rig.restart().deliver(to('ada'), never);
  assert.equal(peer.messages(peer.directChannel(ADA).id).length, 2);
  assert.deepEqual(paths(peer).slice(known), [`POST /channels/${peer.directChannel(ADA).id}/messages`]);
});

test('a bot with a number in its name is found by it, and a person without one is not', async () => {
  await using rig = await start();
  rig.peer.addUser({ id: '44000000000000000', username: 'Bot', discriminator: '1234' });
  rig.peer.addGuild('8', ['44000000000000000']);
  await rig.channel.deliver(to('bot#1234'), never);
  for (const address of ['bot', 'ada#1234']) {
    assert.match(await wordsOf(rig.channel.deliver(to(address), never)), /^nobody with this user name/, address);
  }
});

test('who must join a server first is told which', async () => {
  await using rig = await start({ serverUrl: 'https://discord.gg/abc' });
  assert.match(
    await wordsOf(rig.channel.deliver(to('grace'), never)),
    /nobody with this user name.*join one at https:\/\/discord\.gg\/abc$/,
  );
  rig.peer.addUser({ id: ADA, direct: 'no-common-guild' });
  assert.match(
    await wordsOf(rig.channel.deliver(to(`user:${ADA}`), never)),
    /^50278 .*join one at https:\/\/discord\.gg\/abc$/,
  );
  rig.peer.addUser({ id: '45000000000000000', direct: 'closed' });
  assert.match(
    await wordsOf(rig.channel.deliver(to('user:45000000000000000'), never)),
    /^50007 Cannot send messages to this user; /,
  );
  assert.match(await wordsOf(rig.channel.deliver(to('user:46000000000000000'), never)), /^50033 /);
  assert.match(await wordsOf(rig.channel.deliver(to('channel:71'), never)), /^10003 Unknown Channel$/);
});

test('a direct channel that is gone is opened again, once', async () => {
  await using rig = await start();
  await rig.channel.deliver(to(`user:${ADA}`), never);
  rig.peer.closeChannel(rig.peer.directChannel(ADA).id);
  await rig.channel.deliver(to(`user:${ADA}`), never);
  assert.equal(rig.peer.messages(rig.peer.directChannel(ADA).id).length, 1);
});

test('D1: long after an attempt whose outcome is open the channel is looked through before the message is sent again', async () => {
  await using rig = await start();
  const { peer, clock } = rig;
  const firstTriedAt = clock.now();
  peer.faults.add({ when: ({ method }) => method === 'POST', lose: 'answer' });
  const missing = to('channel:70');
  assert.equal((await faultOf(rig.channel.deliver(missing, never))).outcome, 'unknown');
  peer.forgetNonces();
  for (let i = 0; i < 45; i += 1) peer.writes(ADA, '70', 'talk');
  await clock.advance(5 * HOUR);
  for (let i = 0; i < 60; i += 1) peer.writes(ADA, '70', 'later talk');
  const result = await rig.restart().deliver({ ...missing, firstTriedAt }, never);
  assert.deepEqual(result, { kind: 'done', receipt: { id: peer.messages('70')[0]?.id } });
  assert.equal(posts(peer).length, 1);
});

test('D1: another message with the same text is not taken for the missing one', async () => {
  await using rig = await start();
  const { peer, clock } = rig;
  const firstTriedAt = clock.now();
  peer.writes(ADA, '70', '**\\[router1] Disk full**\nsda1 at 98 %');
  peer.faults.add({ when: ({ method }) => method === 'POST', lose: 'request' });
  const missing = to('channel:70');
  await faultOf(rig.channel.deliver(missing, never));
  await rig.channel.deliver(to('channel:70'), never);
  await clock.advance(5 * MINUTE);
  await rig.channel.deliver({ ...missing, firstTriedAt }, never);
  assert.equal(peer.messages('70').length, 3);
});

test('D1: a message that arrived and was deleted is not posted again', async () => {
  await using rig = await start();
  const missing = to('channel:70');
  rig.peer.faults.add({ when: ({ method }) => method === 'POST', lose: 'answer' });
  await faultOf(rig.channel.deliver(missing, never));
  rig.peer.remove(rig.peer.messages('70')[0]?.id ?? '');
  const result = await rig.channel.deliver({ ...missing, firstTriedAt: rig.clock.now() }, never);
  assert.equal(result.kind, 'done');
  assert.equal(rig.peer.messages('70').length, 0);
});

test('a bot that may not read where it writes delivers all the same', async () => {
  await using rig = await start();
  rig.peer.faults.add({
    when: ({ path, method }) => method === 'GET' && path.endsWith('/messages'),
    answer: discordAnswers.refusal(403, 50001, 'Missing Access'),
  });
  await rig.channel.deliver(to('channel:70', { firstTriedAt: rig.clock.now() - HOUR }), never);
  assert.equal(rig.peer.messages('70').length, 1);
});

test('a message that replaces an earlier one changes it, and is a new one where that is gone', async () => {
  for (const address of ['channel:70', 'webhook:ops']) {
    await using rig = await start();
    const first = await rig.channel.deliver(to(address), never);
    const replaces = first.kind === 'done' ? first.receipt?.id : undefined;
    const second = await rig.channel.deliver(aDelivery(address, { title: 'Disk free' }, { replaces }), never);
    assert.deepEqual(second, first);
    assert.match(
      rig.peer
        .messages('70')
        .map(({ content }) => content)
        .join(),
      /^\*\*\\\[router1\] Disk free\*\*\n[^,]+$/,
    );
    rig.peer.remove(replaces ?? '');
    await rig.channel.deliver(to(address, { replaces }), never);
    assert.equal(rig.peer.messages('70').length, 1);
  }
});

test('a webhook needs no bot, waits for the confirmation, and may stand in a thread', async () => {
  await using rig = await start({ token: undefined });
  await rig.channel.deliver(to('webhook:ops'), never);
  const [call] = rig.peer.calls;
  assert.deepEqual(
    [call?.path, call?.query.toString(), call?.authorization],
    ['/webhooks/90/canary-webhook', 'wait=true', undefined],
  );
  assert.equal(await rig.channel.connect(never), 'connected as ops (webhook)');
  assert.equal((await faultOf(rig.channel.deliver(to('channel:70'), never))).code, 'discord.no-bot');
  assert.equal((await faultOf(rig.channel.deliver(to('webhook:other'), never))).code, 'discord.webhook-url');

  await using threads = await start({
    webhooks: { ops: new Secret('https://discord.com/api/webhooks/90/canary-webhook?thread_id=5') },
  });
  await threads.channel.deliver(to('webhook:ops'), never);
  assert.equal(threads.peer.calls[0]?.query.toString(), 'wait=true&thread_id=5');
});

test('N6: after a refused token the channel says so each time, and works once the token is good again', async () => {
  await using rig = await start();
  assert.equal(await rig.channel.connect(never), 'connected as porter (bot)');
  const { token } = rig.peer;
  rig.peer.revokeToken();
  for (let attempts = 0; attempts < 2; attempts += 1) {
    assert.equal((await faultOf(rig.channel.deliver(to('channel:70'), never))).code, 'discord.token-refused');
  }
  assert.equal((await faultOf(rig.channel.connect(never))).code, 'discord.token-refused');
  await rig.channel.deliver(to('webhook:ops'), never);
  assert.notEqual(rig.peer.token, token);
});

test('a bot token is taken with what people paste around it, and one that cannot be sent is told', async () => {
  await using rig = await start();
  for (const [pasted, works] of [
    [`  Bot ${rig.peer.token}\n`, true],
    ['two words', false],
    ['tökén', false],
  ] as const) {
    const channel = openDiscord(
      { token: new Secret(pasted), webhooks: {}, serverUrl: undefined, api: rig.peer.api },
      rig,
    );
    if (works) assert.equal(await channel.connect(never), 'connected as porter (bot)');
    else assert.equal((await faultOf(channel.connect(never))).code, 'discord.token-refused');
    await channel[Symbol.asyncDispose]();
  }
});

test('webhooks alone: the start line says which of them are of no use', async () => {
  await using rig = await start();
  const ops = new Secret('https://discord.com/api/webhooks/90/canary-webhook');
  const gone = new Secret('https://discord.com/api/webhooks/91/canary-gone');
  const { api } = rig.peer;
  await using both = openDiscord({ webhooks: { ops, gone }, serverUrl: undefined, api }, rig);
  assert.equal(
    await both.connect(never),
    'connected as ops, gone (Discord does not know this webhook any more) (webhooks)',
  );
  await using none = openDiscord({ webhooks: { gone }, serverUrl: undefined, api }, rig);
  assert.equal((await faultOf(none.connect(never))).code, 'discord.webhook-gone');
});

test('N3: the wait of a 429 is exact, and Porter alone decides when it is over', async () => {
  await using rig = await start();
  const slow = async (answer: ReturnType<typeof discordAnswers.tooMany>) => {
    rig.peer.faults.add({ when: ({ method }) => method === 'POST', answer });
    const { afterMs, scope } = await faultOf(rig.channel.deliver(to('channel:70'), never));
    return [afterMs, scope];
  };
  assert.deepEqual(await slow(discordAnswers.tooMany(1.337)), [1_337, 'person']);
  assert.deepEqual(await slow(discordAnswers.tooMany(2, 'shared')), [2_000, 'person']);
  assert.deepEqual(await slow(discordAnswers.tooMany(65.5, 'global')), [65_500, 'channel']);
  assert.deepEqual(await slow(discordAnswers.barred(429)), [HOUR, 'channel']);
  await rig.channel.deliver(to('channel:70'), never);
  assert.equal(rig.peer.messages('70').length, 1);
});

test('N3: while the service says that no request is left, none is sent', async () => {
  await using rig = await start();
  rig.peer.bucket = { remaining: 0, resetAfter: 4 };
  // The library forgets what it learnt from the very first answer.
  for (let sent = 0; sent < 2; sent += 1) await rig.channel.deliver(to('channel:70'), never);
  const { code, scope, afterMs = 0 } = await faultOf(rig.channel.deliver(to('channel:70'), never));
  assert.deepEqual([code, scope], ['discord.rate-limited', 'person']);
  assert.ok(afterMs > 0 && afterMs < 4_500, String(afterMs));
  assert.equal(posts(rig.peer).length, 2);
});

test('N2: an attempt that is given up before it began leaves nothing open', async () => {
  await using rig = await start();
  for (const address of ['channel:70', 'webhook:ops', 'ada']) {
    const { code, outcome } = await faultOf(rig.channel.deliver(to(address), AbortSignal.abort()));
    assert.deepEqual([code, outcome], ['discord.stopped', undefined]);
  }
  assert.deepEqual(rig.peer.calls, []);
});

test('N2: a silent service ends the attempt after 15 seconds', async () => {
  await using rig = await start();
  const { promise: met, resolve } = Promise.withResolvers<void>();
  rig.peer.faults.add({
    when: () => {
      resolve();
      return true;
    },
    hang: 'answer',
  });
  const ending = faultOf(rig.channel.deliver(to('channel:70'), never));
  await met;
  await rig.clock.advance(15 * SECOND);
  const { code, outcome } = await ending;
  assert.deepEqual([code, outcome], ['discord.uncertain', 'unknown']);
});

test('N6: pages, redirects and endless answers are no success', async () => {
  const page = '<html>Welcome</html>';
  for (const answer of [
    { status: 200, body: page },
    { status: 200, body: '[1' },
    { status: 200, body: { no: 'id' } },
    { status: 302, headers: { location: '/elsewhere' }, body: { id: '1' } },
    { status: 200, body: `[${'1,'.repeat(3_000_000)}1]` },
    { status: 404, body: { message: '404: Not Found', code: 0 } },
  ]) {
    await using rig = await start();
    rig.peer.faults.add({ answer });
    assert.equal(
      (await faultOf(rig.channel.deliver(to('channel:70'), never))).code,
      'discord.not-discord',
      inspect(answer),
    );
  }
  await using rig = await start();
  for (const [answer, code] of [
    [{ status: 400, body: 'null' }, 'discord.barred'],
    [{ status: 403, body: page }, 'discord.barred'],
    [discordAnswers.badGateway, 'discord.down'],
    [discordAnswers.internal, 'discord.error'],
  ] as const) {
    rig.peer.faults.add({ answer });
    assert.equal((await faultOf(rig.channel.deliver(to('channel:70'), never))).code, code);
  }
});

test('L1, L3: no fault, words or message of one holds a token, the secret of a webhook, the address or the text', async () => {
  await using rig = await start();
  const { peer } = rig;
  const { tooMany, refusal } = discordAnswers;
  const form = {
    status: 400,
    body: {
      message: 'Invalid Form Body',
      code: 50035,
      errors: { content: { _errors: [{ code: 'X', message: 'Value "canary-text" is not good' }] } },
    },
  };
  for (const address of ['channel:70', 'webhook:ops', `user:${ADA}`]) {
    for (const fault of [
      { answer: tooMany(9) },
      { answer: refusal(400, 99_999, 'No') },
      { answer: form },
      { answer: discordAnswers.badGateway },
      { lose: 'answer' as const },
    ]) {
      peer.faults.add({ when: ({ method }) => method === 'POST', ...fault });
      const thrown = await faultOf(rig.channel.deliver(aDelivery(address, { title: 'canary-text' }), never));
      const told = inspect(thrown, { depth: Infinity, showHidden: true }) + JSON.stringify(thrown);
      assert.doesNotMatch(told, /canary/, told);
      assert.ok(!told.includes(ADA));
    }
  }
  peer.revokeToken();
  assert.doesNotMatch(inspect(await faultOf(rig.channel.connect(never)), { depth: Infinity }), /canary/);
});
