import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Frame, makeFrameDecoder, notUtf8, tooLong } from './frames.ts';

const KIB = 1_024;

/** All frames of these chunks; the end of the input counts when `ended`. */
function framesOf(chunks: readonly Buffer[], { most = 64 * KIB, firstLine = false, ended = false } = {}): Frame[] {
  const decoder = makeFrameDecoder({ most, firstLine });
  const frames: Frame[] = [];
  const drain = () => {
    for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) frames.push(frame);
  };
  for (const chunk of chunks) {
    decoder.push(chunk);
    drain();
  }
  const last = ended ? decoder.end() : undefined;
  return last === undefined ? frames : [...frames, last];
}

const read = (text: string, options = {}) => framesOf([Buffer.from(text)], options);

/** The bytes cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((to, n) => bytes.subarray(at[n], to));
}

test('H11: NUL, newline, CRLF and newline with NUL end a request', () => {
  assert.deepEqual(read('{"a":1}\0{"a":2}\n{"a":3}\r\n{"a":4}\n\0{"a":5}\0'), [
    ...['{"a":1}', '{"a":2}', '{"a":3}\r', '{"a":4}', '{"a":5}'],
  ]);
});

test('a pretty-printed request stays whole, whatever ends it', () => {
  const pretty = JSON.stringify({ displayName: 'A } " \\ [', list: [1, { deep: [] }], seq: 1 }, null, 2);
  for (const end of ['\0', '\n', '\r\n', '\n\0']) {
    assert.deepEqual(
      read(`${pretty}${end}${pretty}${end}`).map((frame) => JSON.parse(String(frame))),
      [JSON.parse(pretty), JSON.parse(pretty)],
    );
  }
});

test('blank frames are passed over', () => {
  assert.deepEqual(read('\0\n\0\n\n\r\n \t\0  {"a":1}\0\0\n'), ['{"a":1}']);
});

test('a line of nonsense does not swallow the next one', () => {
  assert.deepEqual(read('hello\n{"a":}\n]]}\nnull\n{"a":1}\n'), ['hello', '{"a":}', ']]}', 'null', '{"a":1}']);
});

test('H11: NUL ends a frame also inside of an open text or object', () => {
  assert.deepEqual(read('{"a":"\0{"b":[\0{"c":1}\0'), ['{"a":"', '{"b":[', '{"c":1}']);
});

test('what is left at the end of the input is the last frame', () => {
  assert.deepEqual(read('{"a":1}\0{"a":2}', { ended: true }), ['{"a":1}', '{"a":2}']);
  assert.deepEqual(read('{"a":1}\0 \n', { ended: true }), ['{"a":1}']);
});

test('the first frame is a line where one is expected', () => {
  assert.deepEqual(read('open {["sesame\r\n{"a":\n1}\0', { firstLine: true }), ['open {["sesame\r', '{"a":\n1}']);
});

test('H11: a frame over the cap is refused once, and nothing after it is read', () => {
  const full = `{"a":"${'x'.repeat(92)}"}`;
  assert.equal(full.length, 100);
  assert.deepEqual(read(`${full}\0`, { most: 100 }), [full]);
  assert.deepEqual(read(`${full} \0{"a":1}\0`, { most: 100 }), [tooLong]);
  assert.deepEqual(read('x'.repeat(5_000), { most: 100 }), [tooLong]);
  const drips = Array.from({ length: 500 }, () => Buffer.from('['));
  assert.deepEqual(framesOf(drips, { most: 100, ended: true }), [tooLong]);
});

test('blanks before a frame do not count, however many', () => {
  assert.deepEqual(read(`${'\n '.repeat(1_000)}{"a":1}\0`, { most: 100 }), ['{"a":1}']);
});

test('bytes that are no UTF-8 are told from a U+FFFD that was sent', () => {
  assert.deepEqual(framesOf([Buffer.from([0x22, 0xff, 0x22, 0x00]), Buffer.from('"\ufffd"\0')]), [notUtf8, '"\ufffd"']);
});

test('only a frame that has begun is waited for', () => {
  const decoder = makeFrameDecoder({ most: 100, firstLine: false });
  for (const [text, partial] of [
    ['\n\0 ', false],
    ['{"a"', true],
    [':1}', true],
    ['\0\n', false],
  ] as const) {
    decoder.push(Buffer.from(text));
    while (decoder.next() !== undefined);
    assert.equal(decoder.partial, partial, text);
  }
});

const anyRequest = fc
  .record({ displayName: fc.string({ unit: 'grapheme' }), seq: fc.integer(), more: fc.jsonValue() })
  .chain((request) => fc.constantFrom(undefined, 2).map((indent) => JSON.stringify(request, null, indent)));
const anyEnd = fc.constantFrom('\0', '\n', '\r\n', '\n\0', ' \n\n\0');
const anyPlaces = fc.array(fc.nat(), { maxLength: 30 });

test('H11: any split of the bytes gives the same requests, characters torn apart included', () => {
  const anyStream = fc.array(fc.tuple(anyRequest, anyEnd), { maxLength: 8 });
  fc.assert(
    fc.property(anyStream, anyPlaces, (requests, places) => {
      const bytes = Buffer.from(requests.flat().join(''));
      assert.deepEqual(
        framesOf(cut(bytes, places)).map((frame) => JSON.parse(String(frame))),
        requests.map(([request]) => JSON.parse(request)),
      );
    }),
  );
});

test('H11: any bytes at all give the same frames however they are cut, none longer than the cap', () => {
  const anyByte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...Buffer.from('{}[]"\\\n\0 ')));
  fc.assert(
    fc.property(fc.array(anyByte, { maxLength: 300 }), anyPlaces, (values, places) => {
      const bytes = Buffer.from(values);
      const whole = framesOf([bytes], { most: 50, ended: true });
      assert.deepEqual(framesOf(cut(bytes, places), { most: 50, ended: true }), whole);
      assert.deepEqual(
        framesOf(
          values.map((value) => Buffer.of(value)),
          { most: 50, ended: true },
        ),
        whole,
      );
      for (const frame of whole) assert.ok(typeof frame === 'symbol' || Buffer.byteLength(frame) <= 50);
    }),
  );
});

test('H11: between any garbage that ends with NUL every request is found', () => {
  const anyGarbage = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `${text}\0`);
  fc.assert(
    fc.property(fc.array(fc.tuple(anyGarbage, anyRequest, anyEnd), { maxLength: 6 }), anyPlaces, (parts, places) => {
      const bytes = Buffer.from(parts.flat().join(''));
      const found = framesOf(cut(bytes, places)).filter((frame) => typeof frame === 'string');
      let from = 0;
      for (const [, request] of parts) {
        const at = found.findIndex((frame, n) => n >= from && frame.trim() === request);
        assert.ok(at >= 0, request);
        from = at + 1;
      }
    }),
  );
});
