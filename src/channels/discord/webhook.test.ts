import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseWebhook } from './webhook.ts';

test('the URL that Discord shows for a webhook is read, in all its forms', () => {
  for (const url of [
    'https://discord.com/api/webhooks/42/a-B_c',
    ' https://discordapp.com/api/webhooks/42/a-B_c/ ',
    'https://ptb.discord.com/api/v10/webhooks/42/a-B_c/slack',
    'https://canary.discord.com/api/webhooks/42/a-B_c/github?wait=true',
  ]) {
    assert.deepEqual(parseWebhook(url), { path: '/webhooks/42/a-B_c', thread: undefined }, url);
  }
  assert.equal(parseWebhook('https://discord.com/api/webhooks/42/x?thread_id=7')?.thread, '7');
});

test('anything else is none', () => {
  for (const text of [
    ...['', '42/x', 'https://discord.com/api/webhooks/42', 'https://discord.com/channels/1/2'],
    ...[
      'https://discord.com/api/webhooks/a/x',
      'https://discord.com/api/webhooks/42/x/../../users',
      'https://discord.com/api/webhooks/42/x?thread_id=../7',
    ],
  ]) {
    assert.equal(parseWebhook(text), undefined, text);
  }
});
