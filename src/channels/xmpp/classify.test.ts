import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { HOUR } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { classifyRefusal, connectionFault, roomFault, wordsOf } from './classify.ts';

const asked = { host: 'xmpp.example.org', domain: 'example.org', resource: 'porter' };
const error = (condition: string, type = 'cancel', text = '') => ({ condition, type, text });

test('N6: a person who can never be reached is told from a moment that passes, and neither doubts the channel', () => {
  for (const condition of [
    ...[
      'item-not-found',
      'jid-malformed',
      'bad-request',
      'service-unavailable',
      'not-allowed',
      'recipient-unavailable',
    ],
    ...['forbidden', 'not-acceptable', 'policy-violation', 'gone', 'undefined-condition'],
  ]) {
    assert.deepEqual(classifyRefusal(error(condition)), { refused: condition });
  }
  for (const passing of [
    error('remote-server-not-found'),
    error('remote-server-timeout', 'wait'),
    error('internal-server-error'),
    error('resource-constraint', 'wait', 'offline queue full'),
    error('service-unavailable', 'wait'),
  ]) {
    const fault = classifyRefusal(passing);
    assert.ok(fault instanceof Fault);
    assert.deepEqual([fault.retryable, fault.scope, fault.place], [true, 'person', 'xmpp']);
    assert.ok(fault.words?.startsWith(passing.condition));
  }
});

test("L3: the server's words are one short line without addresses", () => {
  const said = wordsOf(error('forbidden', 'auth', 'no\n\u202e<ada@example.org> for ada@example.org xmpp:bo@b.c!'));
  assert.equal(said, 'forbidden: no for');
  assert.ok(wordsOf(error('forbidden', 'auth', 'x'.repeat(100_000))).length < 250);
});

test('a group chat that is closed to Porter has a next step; what passes is tried again', () => {
  for (const condition of [
    'item-not-found',
    'registration-required',
    'forbidden',
    'not-authorized',
    'not-allowed',
    'gone',
  ]) {
    const { code, retryable, scope, remedy } = roomFault(error(condition));
    assert.deepEqual([code, retryable, scope], ['xmpp.room-closed', false, 'person']);
    assert.ok(remedy);
  }
  assert.equal(roomFault(error('service-unavailable', 'wait')).retryable, true);
});

test('what ends a connection is sorted by what a person has to do about it', () => {
  const sorted = (thrown: unknown) => {
    const { code, retryable, scope, place } = connectionFault(thrown, asked);
    assert.deepEqual([scope, place], ['channel', 'xmpp']);
    return `${code} ${retryable}`;
  };
  const sasl = (condition: string) => ({ name: 'SASLError', condition });
  const stream = (condition: string) => ({ name: 'StreamError', condition });
  for (const condition of ['not-authorized', 'account-disabled', 'credentials-expired', 'invalid-mechanism'])
    assert.equal(sorted(sasl(condition)), 'xmpp.login-refused false', condition);
  assert.equal(sorted(sasl('temporary-auth-failure')), 'xmpp.down true');
  assert.equal(sorted(sasl('SASL: No compatible mechanism available.')), 'xmpp.no-login false');
  assert.equal(sorted(stream('host-unknown')), 'xmpp.login-refused false');
  for (const condition of ['system-shutdown', 'reset', 'connection-timeout', 'policy-violation', 'see-other-host'])
    assert.equal(sorted(stream(condition)), 'xmpp.down true', condition);
  for (const code of ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'])
    assert.equal(sorted(Object.assign(new Error(), { code })), 'xmpp.tls false', code);
  for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT'])
    assert.equal(sorted(Object.assign(new Error(), { code })), 'xmpp.down true', code);
  for (const odd of [undefined, null, 'text', new TypeError('no'), {}]) assert.equal(sorted(odd), 'xmpp.down true');
});

test('a resource that another program has taken is left to it for an hour', () => {
  for (const name of ['StreamError', 'StanzaError']) {
    const fault = connectionFault({ name, condition: 'conflict' }, asked);
    assert.deepEqual([fault.code, fault.retryable, fault.afterMs], ['xmpp.conflict', false, HOUR]);
    assert.match(fault.remedy ?? '', /channels\.xmpp\.resource/);
  }
});

test('xmpps:// where the server begins in clear text is told with what to write', () => {
  const fault = connectionFault(Object.assign(new Error(), { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }), asked);
  assert.match(fault.remedy ?? '', /write xmpp:\/\/ instead of xmpps:\/\//);
  const unknown = connectionFault(Object.assign(new Error(), { code: 'ENOTFOUND' }), asked);
  assert.match(unknown.remedy ?? '', /getent hosts xmpp\.example\.org/);
});

test("L3: nothing of a library's own sentence is passed on", () => {
  const odd = { name: 'SASLError', condition: 'canary password', message: 'canary', text: '<canary@b.c>', code: 7 };
  for (const thrown of [odd, Object.assign(new Error('canary'), { name: 'StreamError', condition: 'reset canary' })])
    assert.ok(!inspect(connectionFault(thrown, asked)).includes('canary'));
});
