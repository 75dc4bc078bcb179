import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultOf } from '../../../test/support/discord-rig.ts';
import { HOUR } from '../../kernel/clock.ts';
import { gatewayUrl, isTrusted } from './ask-gateway.ts';
import { RequestFailed } from './request-failed.ts';

const API = 'https://discord.com/api';
const answers = (response: unknown) => async () => response;

test('the token goes to a gateway over TLS alone, unless the API is spoken to without it', async () => {
  assert.equal(isTrusted('wss://gateway.discord.gg', API), true);
  assert.equal(isTrusted('ws://gateway.discord.gg', API), false);
  assert.equal(isTrusted('ws://127.0.0.1:8080', 'http://127.0.0.1:8080/api'), true);
  for (const url of ['https://gateway.discord.gg', 'gateway', '']) assert.equal(isTrusted(url, API), false, url);

  assert.equal(await gatewayUrl(answers({ url: 'wss://gateway.discord.gg/' }), API), 'wss://gateway.discord.gg');
  for (const odd of [{ url: 'ws://gateway.discord.gg' }, { url: 7 }, {}, []]) {
    await assert.rejects(gatewayUrl(answers(odd), API), RequestFailed);
  }
});

test('where no session may be begun any more today, none is, until the service begins to count anew', async () => {
  const response = { url: 'wss://gateway.discord.gg', session_start_limit: { remaining: 0, reset_after: HOUR } };
  const { code, afterMs, retryable } = await faultOf(gatewayUrl(answers(response), API));
  assert.deepEqual([code, afterMs, retryable], ['discord.sessions-used-up', HOUR, true]);
});
