/** The stand-in refuses what the real service refuses: otherwise a test that passes on it would prove nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../ask.ts';
import { startTelegramBotApi, type TelegramBotApi } from './telegram-bot-api.ts';

async function call({ url, token }: Pick<TelegramBotApi, 'url' | 'token'>, method: string, args: object) {
  const { status, body } = await ask(Number(new URL(url).port), `/bot${token}/${method}`, {
    method: 'POST',
    body: JSON.stringify(args),
  });
  return [status, (JSON.parse(body) as { readonly description?: string }).description] as const;
}

test('HTML that is not well-formed is refused in the words of the service', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addUser(42);
  const send = (text: string) => call(telegram, 'sendMessage', { chat_id: 42, text, parse_mode: 'HTML' });
  for (const [text, why] of [
    ['a < b', 'Unsupported start tag'],
    ['<b>x', 'end tag corresponding to start tag "b"'],
    ['x</b>', 'Unexpected end tag'],
    ['<script>x</script>', 'Unsupported start tag "script"'],
    ['<b>x</i>', 'Unmatched end tag'],
  ] as const) {
    const [status, description = ''] = await send(text);
    assert.equal(status, 400);
    assert.ok(description.startsWith("Bad Request: can't parse entities: ") && description.includes(why), description);
  }
  assert.deepEqual(await send('<b>x</b> &lt;&amp; <a href="https://a.example/?a&amp;b">y</a>'), [200, undefined]);
  assert.equal(telegram.sent[0]?.text, 'x <& y');
  assert.deepEqual(telegram.sent[0]?.entities.at(-1), {
    type: 'text_link',
    offset: 5,
    length: 1,
    url: 'https://a.example/?a&b',
  });
});

test('who may be written to, and by whom, is as at the service', async () => {
  await using telegram = await startTelegramBotApi();
  const group = telegram.addGroup(-100123);
  for (const reach of ['never-started', 'blocked', 'deactivated'] as const) {
    telegram.addUser(42, reach);
    assert.equal((await call(telegram, 'sendMessage', { chat_id: 42, text: 'x' }))[0], 403, reach);
  }
  group.bot = 'kicked';
  assert.equal((await call(telegram, 'sendMessage', { chat_id: -100123, text: 'x' }))[0], 403);
  assert.deepEqual(await call(telegram, 'sendMessage', { chat_id: 43, text: 'x' }), [
    400,
    'Bad Request: chat not found',
  ]);
  telegram.addUser(44);
  assert.deepEqual(await call(telegram, 'sendMessage', { chat_id: 44, text: 'x'.repeat(4_097) }), [
    400,
    'Bad Request: message is too long',
  ]);
  assert.deepEqual(await call({ ...telegram, token: 'none' }, 'getMe', {}), [404, 'Not Found']);
  assert.deepEqual(await call({ ...telegram, token: '1:other' }, 'getMe', {}), [401, 'Unauthorized']);
});
