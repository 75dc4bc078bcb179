import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDelivery } from '../../../test/support/deliveries.ts';
import { freePort } from '../../../test/support/free-port.ts';
import {
  botApiAnswers,
  startTelegramBotApi,
  type TelegramBotApi,
} from '../../../test/support/peers/telegram-bot-api.ts';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { Secret } from '../../kernel/secret.ts';
import type { Channel } from '../../ports/channel.ts';
import { openBot } from './open-bot.ts';

const never = new AbortController().signal;

const botAt = ({ url, token }: Pick<TelegramBotApi, 'url' | 'token'>, clock = systemClock): Channel =>
  openBot({ as: 'bot', token: new Secret(token), url }, clock);

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const fault = await work.catch((error: unknown) => error);
  assert.ok(fault instanceof Fault, String(fault));
  return fault;
}

test('groups, topics, channels and quiet notifications are sent as such', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addGroup(-100123);
  telegram.addGroup(-100124, { type: 'channel', username: 'Porter_News' });
  const bot = botAt(telegram);
  await bot.deliver(aDelivery('-100123/5', { urgency: 'quiet' }), never);
  await bot.deliver(aDelivery('@porter_news'), never);
  assert.deepEqual(
    telegram.sent.map(({ chatId, topic, silent }) => [chatId, topic, silent]),
    [
      [-100123, 5, true],
      [-100124, undefined, false],
    ],
  );
});

test('bold, italic, block and link are entities, and a link has no preview', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addUser(42);
  const link = { url: 'https://example.org/?a=1&b="2"', label: 'more & more' };
  await botAt(telegram).deliver(aDelivery('42', { preformatted: true, link }, { waited: 'waiting since 9:00' }), never);
  assert.deepEqual(
    telegram.sent[0]?.entities.map(({ type, url }) => [type, url]),
    [
      ['bold', undefined],
      ['pre', undefined],
      ['text_link', 'https://example.org/?a=1&b=%222%22'],
      ['italic', undefined],
    ],
  );
  assert.deepEqual(telegram.calls[0]?.args['link_preview_options'], { is_disabled: true });
});

test('a text that the service cannot read as HTML is sent once more as plain text', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addUser(42);
  const answer = botApiAnswers.refused(400, "Bad Request: can't parse entities: Unsupported start tag");
  telegram.faults.add({ answer });
  assert.equal((await botAt(telegram).deliver(aDelivery('42'), never)).kind, 'done');
  assert.equal(telegram.sent[0]?.text, '[router1] Disk full\nsda1 at 98 %');
  assert.equal(telegram.calls[1]?.args['parse_mode'], undefined);
  telegram.faults.add({ times: 2, answer });
  assert.equal((await botAt(telegram).deliver(aDelivery('42'), never)).kind, 'refused');
  assert.equal(telegram.calls.length, 4, 'no third try');
});

test('a group that became a supergroup is followed, remembered, and its new number is said', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addGroup(-123, { type: 'group' }).migratedTo = -100777;
  telegram.addGroup(-100777);
  const bot = botAt(telegram);
  const result = await bot.deliver(aDelivery('-123'), never);
  assert.match((result.kind === 'done' && result.receipt?.words) || '', /telegram:-100777/);
  await bot.deliver(aDelivery('-123'), never);
  assert.deepEqual(
    telegram.calls.map(({ args }) => args['chat_id']),
    [-123, -100777, -100777],
  );
});

test('groups that lead to each other end the attempt', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addGroup(-1).migratedTo = -2;
  telegram.addGroup(-2).migratedTo = -1;
  assert.equal((await botAt(telegram).deliver(aDelivery('-1'), never)).kind, 'refused');
});

test('a newer text takes the place of the earlier one, and where that is gone it is a new message', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addUser(42);
  const bot = botAt(telegram);
  await bot.deliver(aDelivery('42'), never);
  const newer = aDelivery('42', { title: 'Disk fine again' }, { replaces: '1' });
  assert.deepEqual(await bot.deliver(newer, never), { kind: 'done', receipt: { id: '1', words: undefined } });
  assert.equal((await bot.deliver(newer, never)).kind, 'done', 'the same edit again changes nothing');
  assert.equal(telegram.sent.length, 1);
  assert.match(telegram.sent[0]?.text ?? '', /fine again/);
  await bot.deliver({ ...newer, replaces: '99', onlyInPlace: true }, never);
  assert.equal(telegram.sent.length, 1);
  await bot.deliver({ ...newer, replaces: '99' }, never);
  assert.equal(telegram.sent.length, 2);
});

test('a repeat carries the same reference each time, the first attempt none', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addUser(42);
  const bot = botAt(telegram);
  const delivery = aDelivery('42');
  await bot.deliver(delivery, never);
  for (const firstTriedAt of [1, 1]) await bot.deliver({ ...delivery, firstTriedAt }, never);
  const references = telegram.sent.map(({ text }) => /\(reference ([0-9a-f]{8})\)$/.exec(text)?.[1]);
  assert.equal(references[0], undefined);
  assert.ok(references[1] !== undefined && references[1] === references[2]);
});

test('a token that is wrong, revoked or missing turns the channel off, with the next step', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addUser(42);
  const bot = botAt(telegram);
  telegram.revokeToken('7000001:another-token');
  const mistyped = botAt({ ...telegram, token: 'no token' });
  for (const channel of [bot, mistyped]) {
    for (const work of [channel.deliver(aDelivery('42'), never), channel.connect(never)]) {
      const { code, retryable, scope, place, remedy } = await faultOf(work);
      assert.deepEqual([code, retryable, scope, place], ['telegram.token-refused', false, 'channel', 'telegram']);
      assert.match(remedy ?? '', /BotFather/);
    }
  }
  assert.deepEqual([...new Set(telegram.calls.map(({ token }) => token))], [bot && '7000001:stand-in-token']);
});

test('the bot is named at the start', async () => {
  await using telegram = await startTelegramBotApi('house_bot');
  assert.equal(await botAt(telegram).connect(never), 'connected as @house_bot (bot)');
});

test('N2: a service that says nothing is given up in time, and the outcome is unknown', async () => {
  await using telegram = await startTelegramBotApi();
  const clock = makeTestClock();
  telegram.faults.add({ hang: 'answer' });
  const attempt = faultOf(botAt(telegram, clock).deliver(aDelivery('42'), never));
  while (telegram.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(20_000);
  const { code, scope, outcome } = await attempt;
  assert.deepEqual([code, scope, outcome], ['telegram.uncertain', 'channel', 'unknown']);
});

test('N6: what answers there is no Bot API, or nobody answers', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addUser(42);
  const page = { status: 200, body: '<html>Please log in</html>' };
  for (const [answer, code] of [
    [page, 'telegram.unreadable'],
    [{ status: 200, body: `"${'x'.repeat(400_000)}"` }, 'telegram.unreadable'],
    [{ status: 302, headers: { location: 'https://example.org' }, body: '' }, 'telegram.unreadable'],
    [botApiAnswers.badGateway, 'telegram.down'],
  ] as const) {
    telegram.faults.add({ answer });
    assert.equal((await faultOf(botAt(telegram).deliver(aDelivery('42'), never))).code, code);
  }
  const nobody = await faultOf(
    botAt({ url: `http://127.0.0.1:${await freePort()}`, token: '1:x' }).deliver(aDelivery('42'), never),
  );
  assert.deepEqual([nobody.code, nobody.scope, nobody.outcome], ['telegram.down', 'channel', undefined]);
});

test('L3: no fault holds the token, whatever breaks', async () => {
  const token = '7000001:canary-telegram-0123456789abcdef';
  const at = (url: string) => botAt({ url, token });
  await using telegram = await startTelegramBotApi();
  telegram.faults.add({ lose: 'request' });
  telegram.faults.add({ answer: { status: 200, body: 'no JSON' } });
  const faults = [
    await faultOf(at(telegram.url).deliver(aDelivery('42'), never)),
    await faultOf(at(telegram.url).deliver(aDelivery('42'), never)),
    await faultOf(at(telegram.url).deliver(aDelivery('42'), never)),
    await faultOf(at('http://does-not-exist.invalid').deliver(aDelivery('42'), never)),
    await faultOf(at(telegram.url.replace('http:', 'https:')).deliver(aDelivery('42'), never)),
  ];
  for (const fault of faults) {
    const everything = JSON.stringify([fault.message, fault.stack, fault.cause, { ...fault }]);
    assert.ok(!everything.includes('canary'), everything);
  }
});

test('a refusal that nothing is known of is tried again for some minutes, then it is one for good', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.faults.add({ times: 9, answer: botApiAnswers.refused(403, 'Forbidden: something new') });
  const bot = botAt(telegram);
  const [delivery, other] = [aDelivery('42'), aDelivery('42')];
  for (let i = 0; i < 7; i += 1) {
    const { code, retryable, scope, words } = await faultOf(bot.deliver(delivery, never));
    assert.deepEqual([code, retryable, scope, words], ['telegram.later', true, 'person', 'Forbidden: something new']);
  }
  assert.equal((await faultOf(bot.deliver(other, never))).code, 'telegram.later', 'each delivery counts for itself');
  assert.deepEqual(await bot.deliver(delivery, never), {
    kind: 'refused',
    receipt: { words: 'Forbidden: something new' },
  });
});

test('a message that the caller gave up before it began is not sent', async () => {
  await using telegram = await startTelegramBotApi();
  const late = new Fault('too late', { code: 'outbox.timeout', retryable: true, scope: 'message' });
  await assert.rejects(botAt(telegram).deliver(aDelivery('42'), AbortSignal.abort(late)), (thrown) => thrown === late);
  assert.equal(telegram.calls.length, 0);
});
