import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../kernel/clock.ts';
import { classifyRpc } from './classify-rpc.ts';

/** An error as the library throws it; its own sentence holds the request. */
const rpc = (errorMessage: string, code = 400) =>
  Object.assign(new Error(`${code}: ${errorMessage} (caused by canary)`), { errorMessage, code });

function short(error: unknown): readonly unknown[] {
  const verdict = classifyRpc(error);
  if (verdict.kind !== 'fault') return [verdict.kind];
  const { code, retryable, scope, outcome } = verdict.fault;
  assert.ok(!JSON.stringify([verdict.fault.message, { ...verdict.fault }]).includes('canary'));
  return [code, retryable, scope, outcome];
}

test('N6: each error of the service has the class of the table', () => {
  const refused = ['USER_IS_BLOCKED', 'INPUT_USER_DEACTIVATED', 'PEER_ID_INVALID', 'USERNAME_NOT_OCCUPIED'];
  for (const name of [...refused, 'USER_PRIVACY_RESTRICTED', 'PRIVACY_PREMIUM_REQUIRED', 'CHANNEL_PRIVATE']) {
    assert.deepEqual(short(rpc(name)), ['refused'], name);
  }
  const table: readonly (readonly [string, ...unknown[]])[] = [
    ['AUTH_KEY_UNREGISTERED', 'telegram.session-ended', false, 'channel', undefined],
    ['SESSION_REVOKED', 'telegram.session-ended', false, 'channel', undefined],
    ['USER_DEACTIVATED_BAN', 'telegram.session-ended', false, 'channel', undefined],
    ['API_ID_INVALID', 'telegram.app-refused', false, 'channel', undefined],
    ['PEER_FLOOD', 'telegram.account-limited', true, 'channel', undefined],
    ['CHAT_WRITE_FORBIDDEN', 'telegram.may-not-write', false, 'person', undefined],
    ['CHAT_SEND_PLAIN_FORBIDDEN', 'telegram.may-not-write', false, 'person', undefined],
    ['SOMETHING_NEW', 'doubtful'],
    ['MESSAGE_TOO_LONG', 'too-rich'],
    ['ENTITY_BOUNDS_INVALID', 'too-rich'],
    ['MESSAGE_NOT_MODIFIED', 'unchanged'],
    ['MESSAGE_ID_INVALID', 'not-editable'],
    ['RANDOM_ID_DUPLICATE', 'taken'],
  ];
  for (const [name, ...expected] of table) assert.deepEqual(short(rpc(name)), expected, name);
  assert.deepEqual(short(rpc('INTERDC_2_CALL_ERROR', 500)), ['telegram.down', true, 'channel', 'unknown']);
  assert.deepEqual(short(rpc('Timeout', -503)), ['telegram.down', true, 'channel', 'unknown']);
  for (const error of [new Error('Connection to dc 2 was lost'), new Error('canary'), undefined]) {
    assert.deepEqual(short(error), ['telegram.uncertain', true, 'channel', 'unknown']);
  }
});

test('N3: the wait that a flood error names is obeyed, up to an hour', () => {
  for (const [name, ms] of [
    ['FLOOD_WAIT_37', 37_000],
    ['FLOOD_PREMIUM_WAIT_3', 3_000],
    ['SLOWMODE_WAIT_10', 10_000],
    ['FLOOD_WAIT_0', 1_000],
    ['FLOOD_WAIT_999999999', HOUR],
  ] as const) {
    const verdict = classifyRpc(rpc(name, 420));
    assert.ok(verdict.kind === 'fault');
    assert.deepEqual([verdict.fault.code, verdict.fault.afterMs], ['telegram.rate-limited', ms], name);
  }
});
