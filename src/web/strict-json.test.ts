import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonProblem, parseStrictJson } from './strict-json.ts';

test('H3: what any program writes as JSON comes back as it was', () => {
  const value = fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }).filter((one) => {
    const text = JSON.stringify(one);
    return !text.includes('__proto__') && !/\d{16}|e\+/.test(text);
  });
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (one, indent) => {
      assert.deepEqual(parseStrictJson(JSON.stringify(one, null, indent)), JSON.parse(JSON.stringify(one)));
    }),
  );
});

test('H3: what two readers would read differently is refused', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, number) => `"k${number}":1`).join(',');
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const bad: readonly (readonly [string, RegExp])[] = [
    ...['', '{', 'NaN', '{"a":NaN}', "{'a':1}", '{"a":1,}', '\ufeff{}', '[1] [2]'].map(
      (text) => [text, /JSON/] as const,
    ),
    ['{"a":1,"a":2}', /twice/],
    ['{"a":1,"\\u0061":2}', /twice/],
    ['[{"b":{"a":1, "c":[{}], "a" :1}}]', /twice/],
    ['{"":1,"":2}', /twice/],
    ['{"__proto__":{"x":1}}', /__proto__/],
    ['[{"a":{"\\u005f_proto__":1}}]', /__proto__/],
    ['{"a":"\\ud800"}', /surrogate/],
    ['{"\\udc00\\ud800":1}', /surrogate/],
    ['9007199254740993', /2\^53/],
    ['{"a":-123456789012345678901234567890}', /2\^53/],
    ['[1e400]', /2\^53/],
    [deep(33), /levels/],
    [`[{${keys(1_001)}}]`, /1000 keys/],
    // Wide instead of deep, in whatever way.
    [`[${'1,'.repeat(300_000)}1]`, /300000 values/],
    [`[${'{"a":[]},'.repeat(150_001)}1]`, /300000 values/],
    [`[${'[],'.repeat(299_999)}[[]]]`, /300000 values/],
    // Told before it is read as a whole, which would take a second for millions of them.
    [`{"[":"${'['.repeat(40)}\\"","a":${'['.repeat(32)}`, /levels/],
    [`"${'['.repeat(40)}`, /must be JSON/],
  ];
  for (const [text, message] of bad) {
    assert.throws(
      () => parseStrictJson(text),
      (error) => error instanceof JsonProblem && message.test(error.message),
      text.slice(0, 40),
    );
  }
});

test('H3: keys, brackets and numbers inside strings mean nothing, and a key may stand in several objects', () => {
  for (const text of [
    '{"a":"{\\"b\\":1,\\"b\\":2}","b":"[[[9007199254740993"}',
    '{"a":{"a":[{"a":1},{"a":1}]},"b":{"a":2}}',
    '["a","a","a:","\\\\",":"]',
    '{"constructor":1,"toString":2,"hasOwnProperty":3}',
    '[9007199254740991,-9007199254740991,0.1,1e21,-0,"\\ud83d\\ude00"]',
    '32',
  ]) {
    assert.deepEqual(parseStrictJson(text), JSON.parse(text));
  }
});

test('H3: as many values as the largest message of a program has are read', () => {
  const wide = `[${'"a,[{", '.repeat(299_998)}{}]`;
  assert.equal((parseStrictJson(wide) as unknown[]).length, 299_999);
});

test('H2: a string of millions of escapes is read like any other', () => {
  for (const pair of ['\\n', '\\\\', '\\"']) {
    const text = `{"a":"${pair.repeat(8_000_000)}","b":1}`;
    assert.equal(Object.keys(parseStrictJson(text) as object).join(), 'a,b');
    assert.throws(() => parseStrictJson(text.replace('"b"', '"a"')), JsonProblem);
  }
});

test('H3: no text makes it throw anything but its own refusal', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'a', '1', 'e', '-', '.', ' ', '\\u', 'd800');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        parseStrictJson(pieces.join(''));
      } catch (error) {
        assert.ok(error instanceof JsonProblem);
      }
    }),
  );
});
