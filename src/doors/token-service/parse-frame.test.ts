import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseFrame } from './parse-frame.ts';

const seqOf = (text: string) => {
  const request = parseFrame(text);
  assert.ok(request.ok, text);
  return request.value.seq;
};

test('H11: what is no JSON object is refused with a sentence', () => {
  for (const text of ['hello', '{', '{"a":1}x', 'null', '42', '"jwt_token"', '[{}]', 'true', '[['.repeat(20_000)]) {
    const request = parseFrame(text);
    assert.equal(!request.ok && request.refusal, 'request', text.slice(0, 20));
    assert.match(request.ok ? '' : request.detail, /^request: must be/);
  }
});

test('seq is echoed as it was sent, and only when it was', () => {
  for (const seq of [
    ...['0', '7', '-1', '""', '"7"', 'null', 'true', 'false', '[]', '{}', '[1,{"a":null}]'],
    ...['12345678901234567890', '1.50', '1e400', '{"id":9007199254740993}', '"Ä\\n\\u0000🎲"'],
  ]) {
    assert.equal(seqOf(`{"seq":${seq}}`), seq);
  }
  assert.equal(seqOf('{}'), undefined);
  assert.equal(seqOf('{"__proto__":{"seq":1}}'), undefined);
  assert.equal(seqOf('{"seq":1,"seq":2}'), '2');
});

test('any seq comes back with its meaning', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (seq) => {
      const echoed = seqOf(JSON.stringify({ seq }));
      assert.deepEqual(JSON.parse(echoed ?? ''), JSON.parse(JSON.stringify(seq)));
    }),
  );
});

test('H11: a seq nested without end is refused, not fatal', () => {
  const request = parseFrame(`{"seq":${'['.repeat(30_000)}${']'.repeat(30_000)}}`);
  assert.deepEqual([request.ok, !request.ok && request.detail], [false, 'seq: is nested too deeply']);
});

test('fields come as they are', () => {
  const request = parseFrame('{"cmd":"x","moderator":"true","more":[1]}');
  assert.deepEqual(request.ok && request.value.fields, { cmd: 'x', moderator: 'true', more: [1] });
});
