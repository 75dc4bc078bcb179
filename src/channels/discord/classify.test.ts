import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { classify, type Request } from './classify.ts';
import type { Failure } from './request-failed.ts';

const asked: Request = { posts: true, host: 'discord.com', serverUrl: undefined };
const response = (status: number, code: number | undefined): Failure => ({
  kind: 'response',
  status,
  code,
  words: 'its words',
});

/** Code, whether it is tried again, scope, outcome; or the words of a refusal. */
function meaning(failure: Failure, request = asked) {
  const classified = classify(failure, request);
  return classified instanceof Fault
    ? [classified.code, classified.retryable, classified.scope, classified.outcome]
    : [classified.refused];
}
const faultOf = (failure: Failure, request = asked): Fault => {
  const classified = classify(failure, request);
  return classified instanceof Fault ? classified : assert.fail(classified.refused);
};

test('N6: a person who does not let the bot write, and a place that is gone, are refused in the words of the service', () => {
  for (const [status, code] of [
    [404, 10003],
    [404, 10004],
    [404, 10013],
    [400, 50033],
    [400, 50008],
  ] as const) {
    assert.deepEqual(meaning(response(status, code)), [`${code} its words`]);
  }
  for (const code of [50007, 50278]) {
    const [words] = meaning(response(403, code), { ...asked, serverUrl: 'https://discord.gg/abc' });
    assert.match(String(words), new RegExp(`^${code} its words; .*can join one at https://discord.gg/abc$`));
    assert.doesNotMatch(String(meaning(response(403, code))[0]), /join/);
  }
});

test('N6: what a person can mend at one address is told with the next step, and concerns nobody else', () => {
  for (const [status, code, name] of [
    [403, 50001, 'discord.no-access'],
    [403, 50013, 'discord.no-access'],
    [404, 10015, 'discord.webhook-gone'],
    [401, 50027, 'discord.webhook-gone'],
    [400, 50083, 'discord.thread-closed'],
    [400, 160005, 'discord.thread-closed'],
    [400, 220001, 'discord.needs-thread'],
  ] as const) {
    assert.deepEqual(meaning(response(status, code)), [name, false, 'person', undefined]);
    const { remedy, words } = faultOf(response(status, code));
    assert.ok(remedy && words === `${code} its words`);
  }
});

test('N6: a wrong token stops the whole channel for an hour, and so does what bars this network for minutes', () => {
  for (const failure of [response(401, 0), response(403, 40001), response(403, 40002)]) {
    assert.deepEqual(meaning(failure), ['discord.token-refused', false, 'channel', undefined]);
    assert.equal(faultOf(failure).afterMs, HOUR);
    assert.match(faultOf(failure).remedy ?? '', /Reset Token.*channels\.discord\.token.*restart/);
  }
  assert.deepEqual(meaning(response(403, undefined)), ['discord.barred', true, 'channel', undefined]);
  assert.equal(faultOf(response(403, undefined)).afterMs, 15 * MINUTE);
});

test('N3: a wait is obeyed up to an hour; only a limit for everything stops the others', () => {
  const slow = (afterMs: number, everywhere: boolean, code?: number): Failure => ({
    kind: 'too-many',
    afterMs,
    everywhere,
    code,
  });
  assert.deepEqual(meaning(slow(700, false)), ['discord.rate-limited', true, 'person', undefined]);
  assert.deepEqual(meaning(slow(700, true)), ['discord.rate-limited', true, 'channel', undefined]);
  assert.equal(faultOf(slow(700, false)).afterMs, 700);
  assert.equal(faultOf(slow(86_400_000, true)).afterMs, HOUR);
  for (const failure of [response(400, 40003), slow(700, false, 40003)]) {
    assert.deepEqual(meaning(failure), ['discord.direct-too-fast', true, 'channel', undefined]);
    assert.equal(faultOf(failure).afterMs, 15 * MINUTE);
  }
});

test('N6: a message that the service takes from nobody ends alone', () => {
  for (const [status, code] of [
    [400, 50035],
    [400, 50006],
    [400, 200000],
    [400, 240000],
  ] as const) {
    assert.deepEqual(meaning(response(status, code)), ['discord.refused', false, 'message', undefined]);
  }
  assert.deepEqual(meaning(response(400, 99999)), ['discord.refused', false, 'person', undefined]);
  assert.deepEqual(meaning(response(400, 130000)), ['discord.busy', true, 'person', undefined]);
});

test('N6: after the service itself failed the message may be there; its own 500 says nothing about other messages', () => {
  assert.deepEqual(meaning(response(500, undefined)), ['discord.error', true, 'message', 'unknown']);
  assert.deepEqual(meaning(response(502, undefined)), ['discord.down', true, 'channel', 'unknown']);
  assert.deepEqual(meaning(response(503, undefined), { ...asked, posts: false }), [
    'discord.down',
    true,
    'channel',
    undefined,
  ]);
});

test('N1, N2: a connection that was never made leaves nothing open, one that broke or was silent does', () => {
  const gone = (code: string): Failure => ({ kind: 'no-response', code });
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']) {
    assert.deepEqual(meaning(gone(code)), ['discord.down', true, 'channel', undefined]);
  }
  assert.match(faultOf(gone('ECONNREFUSED')).message, /\(connection refused\)$/);
  for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'TIME_IS_UP', 'STOPPED']) {
    const scope = code === 'STOPPED' ? 'message' : 'channel';
    assert.deepEqual(meaning(gone(code)), ['discord.uncertain', true, scope, 'unknown']);
    const [down] = meaning(gone(code), { ...asked, posts: false });
    assert.equal(down, code === 'STOPPED' ? 'discord.stopped' : 'discord.down');
  }
  assert.deepEqual(meaning({ kind: 'not-sent' }), ['discord.stopped', true, 'message', undefined]);
  assert.deepEqual(meaning(gone('DEPTH_ZERO_SELF_SIGNED_CERT')), ['discord.tls', false, 'channel', undefined]);
});

test('what does not speak the API is told as such, with the setting to look at', () => {
  for (const failure of [{ kind: 'odd-response', status: 302 } as const, response(404, 0)]) {
    assert.equal(faultOf(failure).code, 'discord.not-discord');
    assert.match(faultOf(failure).remedy ?? '', /channels\.discord\.api/);
  }
});
