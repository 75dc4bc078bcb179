import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatewayFault } from './gateway-fault.ts';

const end = { code: undefined, error: undefined, session: undefined };
const told = (over: { readonly code?: number; readonly error?: string }) => {
  const { code, retryable, scope } = gatewayFault({ ...end, ...over }, 'gateway.discord.gg');
  return [code, retryable, scope];
};

test('what a person has to mend is not tried again by itself; everything else is', () => {
  assert.deepEqual(told({ code: 4004 }), ['discord.token-refused', false, 'channel']);
  assert.deepEqual(told({ code: 4011 }), ['discord.too-many-servers', false, 'channel']);
  assert.deepEqual(told({ code: 4014 }), ['discord.intent-refused', false, 'channel']);
  for (const code of [4010, 4012, 4013]) {
    assert.deepEqual(told({ code }), ['discord.gateway-refused', false, 'channel'], String(code));
  }
  for (const code of [undefined, 1000, 1006, 4000, 4008, 4009, 4999]) {
    assert.deepEqual(told(code === undefined ? {} : { code }), ['discord.gateway', true, 'channel'], String(code));
  }
});

test('a connection that never came about is told as one to the API is', () => {
  assert.deepEqual(told({ code: 1006, error: 'ECONNREFUSED' }), ['discord.down', true, 'channel']);
  assert.deepEqual(told({ error: 'TIME_IS_UP' }), ['discord.down', true, 'channel']);
  assert.deepEqual(told({ error: 'CERT_HAS_EXPIRED' }), ['discord.tls', false, 'channel']);
  assert.deepEqual(told({ error: 'UNREADABLE' }), ['discord.gateway', true, 'channel']);
});
