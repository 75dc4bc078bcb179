import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseForm, readBody } from './body.ts';
import { HttpProblem } from './http-problem.ts';

const parse = (text: string) => parseForm(Buffer.from(text, 'latin1'));
const refusal = (kind: string) => (error: unknown) => error instanceof HttpProblem && error.kind === kind;

test('H3: whatever a browser sends comes back as it was typed', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });
  fc.assert(
    fc.property(fc.dictionary(text, text, { maxKeys: 10, noNullPrototype: false }), (fields) => {
      const form = parseForm(Buffer.from(new URLSearchParams(fields).toString()));
      assert.deepEqual([...form].sort(), Object.entries(fields).sort());
    }),
  );
});

test('H3: invalid UTF-8 is refused, raw and escaped, lone surrogates included', () => {
  for (const bad of ['a=\xff', 'a=%ff', 'a=%C3%28', 'a=%ED%A0%80', '%ff=1', 'a=%F5%80%80%80', 'a=%C0%AF']) {
    assert.throws(() => parse(bad), refusal('not-utf8'), bad);
  }
});

test('H3: broken escapes, a field that comes twice and a flood of fields are refused', () => {
  const flood = Array.from({ length: 100 }, (_, index) => `f${index}=1`).join('&');
  for (const bad of ['a=%', 'a=%zz', 'a=%4', 'a=1&a=2', 'a=1&%61=2', 'a&a', flood]) {
    assert.throws(() => parse(bad), refusal('bad-request'), bad);
  }
});

test('H3: names that mean something to objects are names like others', () => {
  const form = parse('__proto__=x&constructor=y&toString=z');
  assert.deepEqual([...form.keys()], ['__proto__', 'constructor', 'toString']);
  assert.equal(({} as { x?: unknown }).x, undefined);
  assert.equal(parse('').size, 0);
  assert.equal(parse('a').get('a'), '');
});

test('H3: no bytes make it throw anything but a refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        parseForm(bytes);
      } catch (error) {
        assert.ok(error instanceof HttpProblem);
      }
    }),
  );
});

test('H13: large bodies that are being read share one budget; small ones, and what comes after them, are read', async () => {
  const eightMegabytes = Buffer.alloc(8_388_608);
  const begin = (piece: Buffer) => {
    const body = new PassThrough({ highWaterMark: 16_777_216 });
    body.write(piece);
    const read = readBody(Object.assign(body, { headers: {} }) as unknown as IncomingMessage, 10_000_000).then(
      ({ length }) => length,
      (error: unknown) => (error instanceof HttpProblem ? error.kind : error),
    );
    return { body, read };
  };
  const slow = Array.from({ length: 12 }, () => begin(eightMegabytes));
  await new Promise((resolve) => setImmediate(resolve));
  const late = begin(eightMegabytes);
  assert.equal(await late.read, 'too-many');
  const small = begin(Buffer.alloc(60_000));
  small.body.end();
  assert.equal(await small.read, 60_000);
  slow[0]?.body.end();
  slow[1]?.body.destroy();
  for (const { body } of slow.slice(2)) body.end();
  assert.deepEqual(await Promise.all(slow.map(({ read }) => read)), [
    eightMegabytes.length,
    'bad-request',
    ...Array.from({ length: 10 }, () => eightMegabytes.length),
  ]);
  const again = begin(eightMegabytes);
  again.body.end();
  assert.equal(await again.read, eightMegabytes.length);
});
