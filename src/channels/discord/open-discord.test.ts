import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { aDelivery } from '../../../test/support/deliveries.ts';
import { ADA, faultOf, never, posts, startRig, to } from '../../../test/support/discord-rig.ts';
import { discordAnswers } from '../../../test/support/peers/discord/answers.ts';
import { HOUR, SECOND } from '../../kernel/clock.ts';
import { Secret } from '../../kernel/secret.ts';
import { openDiscord } from './open-discord.ts';

test('a webhook needs no bot, waits for the confirmation, and may stand in a thread', async () => {
  await using rig = await startRig({ token: undefined });
  await rig.channel.deliver(to('webhook:ops'), never);
  const [call] = rig.peer.calls;
  assert.deepEqual(
    [call?.path, call?.query.toString(), call?.authorization],
    ['/webhooks/90/canary-webhook', 'wait=true', undefined],
  );
  assert.equal(await rig.channel.connect(never), 'connected as ops (webhook)');
  assert.equal((await faultOf(rig.channel.deliver(to('channel:70'), never))).code, 'discord.no-bot');
  assert.equal((await faultOf(rig.channel.deliver(to('webhook:other'), never))).code, 'discord.webhook-url');

  await using threads = await startRig({
    webhooks: { ops: new Secret('https://discord.com/api/webhooks/90/canary-webhook?thread_id=5') },
  });
  await threads.channel.deliver(to('webhook:ops'), never);
  assert.equal(threads.peer.calls[0]?.query.toString(), 'wait=true&thread_id=5');
});

test('N6: after a refused token the channel says so each time, and works once the token is good again', async () => {
  await using rig = await startRig();
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
  await using rig = await startRig();
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
  await using rig = await startRig();
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
  await using rig = await startRig();
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
  await using rig = await startRig();
  rig.peer.bucket = { remaining: 0, resetAfter: 4 };
  // The library forgets what it learnt from the very first answer.
  for (let sent = 0; sent < 2; sent += 1) await rig.channel.deliver(to('channel:70'), never);
  const { code, scope, afterMs = 0 } = await faultOf(rig.channel.deliver(to('channel:70'), never));
  assert.deepEqual([code, scope], ['discord.rate-limited', 'person']);
  assert.ok(afterMs > 0 && afterMs < 4_500, String(afterMs));
  assert.equal(posts(rig.peer).length, 2);
});

test('N3: a wait of minutes is not left to the library, which would keep the process alive: the service says it itself', async () => {
  await using rig = await startRig();
  rig.peer.bucket = { remaining: 0, resetAfter: 600 };
  for (let sent = 0; sent < 3; sent += 1) await rig.channel.deliver(to('channel:70'), never);
  assert.equal(posts(rig.peer).length, 3);
});

test('N2: an attempt that is given up before it began leaves nothing open', async () => {
  await using rig = await startRig();
  for (const address of ['channel:70', 'webhook:ops', 'ada']) {
    const { code, outcome } = await faultOf(rig.channel.deliver(to(address), AbortSignal.abort()));
    assert.deepEqual([code, outcome], ['discord.stopped', undefined]);
  }
  assert.deepEqual(rig.peer.calls, []);
});

test('N2: a silent service ends the attempt after 15 seconds', async () => {
  await using rig = await startRig();
  const { promise: met, resolve } = Promise.withResolvers<void>();
  rig.peer.faults.add({
    when: () => {
      resolve();
      return true;
    },
    hang: 'answer',
  });
  const ending = faultOf(rig.channel.deliver(to('channel:70'), never));
  await Promise.race([met, ending]);
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
    { status: 200, body: { id: '1', padding: 'x'.repeat(5_000_000) } },
    { status: 404, body: { message: '404: Not Found', code: 0 } },
  ]) {
    await using rig = await startRig();
    rig.peer.faults.add({ answer });
    assert.equal(
      (await faultOf(rig.channel.deliver(to('channel:70'), never))).code,
      'discord.not-discord',
      inspect(answer),
    );
  }
  await using rig = await startRig();
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
  await using rig = await startRig();
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
