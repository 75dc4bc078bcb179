import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../kernel/fault.ts';
import { type Asked, classifyResponse } from './classify-response.ts';

const asked: Asked = {
  method: 'PUT',
  admin: undefined,
  forbiddenIsGeneral: true,
  returnElsewhere: false,
  ailing: false,
  ofGhost: false,
};
const classify = (statusCode: number, body: unknown, more: Partial<Asked> = {}, headers = {}) =>
  classifyResponse({ statusCode, body, headers }, { ...asked, ...more }, 0);
const faultOf = (...of: Parameters<typeof classify>): Fault => {
  try {
    classify(...of);
  } catch (error) {
    if (error instanceof Fault) return error;
  }
  throw new Error('no fault');
};

test('what concerns the one request is an answer', () => {
  assert.deepEqual(classify(200, { a: 1 }), { status: 200, body: { a: 1 }, errcode: undefined });
  assert.equal(classify(404, { errcode: 'M_NOT_FOUND' }).errcode, 'M_NOT_FOUND');
  assert.equal(classify(403, { errcode: 'M_FORBIDDEN' }).status, 403);
  assert.equal(classify(502, { errcode: 'M_BAD_STATUS', status: 500 }).status, 502);
});

test('N2: 200 with HTML, nothing or a list is no answer, and what was changed is unknown', () => {
  for (const body of ['<html>', '', [], null, 7]) {
    const fault = faultOf(200, body);
    assert.deepEqual([fault.code, fault.scope, fault.retryable], ['homeserver.unreadable', 'channel', true]);
    assert.equal(fault.outcome, 'unknown');
    assert.equal(faultOf(200, body, { method: 'GET' }).outcome, undefined);
  }
});

test('what every later request would meet is a fault of the channel', () => {
  const cases: readonly (readonly [number, string, Partial<Asked>, string, boolean])[] = [
    [401, 'M_UNKNOWN_TOKEN', {}, 'homeserver.token-refused', false],
    [401, 'M_MISSING_TOKEN', {}, 'homeserver.token-refused', false],
    [403, 'M_USER_DEACTIVATED', {}, 'homeserver.sender-deactivated', false],
    [401, 'M_USER_LOCKED', {}, 'homeserver.sender-deactivated', false],
    [403, 'M_FORBIDDEN', { admin: '/admin' }, 'homeserver.not-admin', false],
    [404, 'M_UNRECOGNIZED', { admin: '/admin' }, 'homeserver.unrecognized', false],
    [403, 'M_RESOURCE_LIMIT_EXCEEDED', {}, 'homeserver.over-limit', true],
  ];
  for (const [status, errcode, more, code, retryable] of cases) {
    const fault = faultOf(status, { errcode }, more);
    assert.deepEqual([fault.code, fault.scope, fault.retryable], [code, 'channel', retryable]);
  }
  assert.equal(classify(403, { errcode: 'M_FORBIDDEN' }, { admin: '/admin', forbiddenIsGeneral: false }).status, 403);
});

test('N3: 429 pauses that destination only, for as long as was asked', () => {
  const fault = faultOf(429, { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 2_100 }, {}, { 'retry-after': '4' });
  assert.deepEqual([fault.code, fault.scope, fault.afterMs], ['homeserver.rate-limited', 'person', 4_000]);
});

test('N1: a fault names who is out of order: the homeserver, or only the part of it that makes accounts', () => {
  assert.equal(faultOf(502, '<html>').place, 'homeserver');
  assert.equal(faultOf(401, { errcode: 'M_UNKNOWN_TOKEN' }, { admin: '/_synapse/admin' }).place, 'homeserver');
  assert.equal(faultOf(403, { errcode: 'M_FORBIDDEN' }, { admin: '/_synapse/admin' }).place, 'account');
  assert.equal(faultOf(404, { errcode: 'M_UNRECOGNIZED' }, { admin: '/_synapse/admin' }).place, 'account');
  assert.equal(faultOf(404, { errcode: 'M_UNRECOGNIZED' }).place, 'homeserver');
});

test('a 500 about one message does not stop the others, until several requests meet it', () => {
  const own = faultOf(500, { errcode: 'M_UNKNOWN' });
  assert.deepEqual([own.code, own.scope, own.outcome], ['homeserver.error', 'message', 'unknown']);
  assert.equal(faultOf(500, { errcode: 'M_UNKNOWN' }, { ailing: true }).scope, 'channel');
  assert.equal(faultOf(502, '<html>').code, 'homeserver.down');
});

test('a 4xx without a Matrix code was said by something in front', () => {
  assert.equal(faultOf(404, '<html>').code, 'homeserver.unreadable');
  assert.equal(faultOf(302, '').code, 'homeserver.unreadable');
});
