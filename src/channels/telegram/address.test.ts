import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partsOf, readAddress } from './address.ts';

const read = (text: string) => {
  const result = readAddress(text);
  return result.ok ? result.address : undefined;
};

test('people, groups, topics and channels are read as the configuration has them', () => {
  assert.equal(read('42'), '42');
  assert.equal(read('-100123'), '-100123');
  assert.equal(read('-100123/5'), '-100123/5');
  assert.equal(read('@Porter_News'), '@porter_news');
  assert.equal(read('@forum_group/7'), '@forum_group/7');
});

test('what can mean nothing else is read as well', () => {
  for (const text of ['name_x', '@@name_x', ' @name_x ', 'https://t.me/name_x', 't.me/Name_X', 'telegram.me/name_x']) {
    assert.equal(read(text), '@name_x', text);
  }
  assert.equal(read('\u2212100123'), '-100123');
  assert.equal(read('\u2013100123 / 5'), '-100123/5');
  assert.equal(read('-100123/1'), '-100123', 'the general topic needs no number');
});

test('everything else is refused with a sentence', () => {
  const wrong = [
    ...['', ' ', '0', '@', '@ab', '@1name', 'a name!', '-100123/', '-100123/0', '-100123/x', '-100123/2147483648'],
    ...['99999999999999999', '9007199254740993', '+491701234567', 't.me/+AbCdEf', '@name_x/5/6', '12.5', '1e5'],
  ];
  for (const text of wrong) {
    const result = readAddress(text);
    assert.equal(result.ok, false, text);
    assert.ok(!result.ok && result.sentence.startsWith('must be '));
  }
});

test('H3: whatever the text, it is refused, or read in a form that is read the same again', () => {
  const alike = fc.string({ unit: fc.constantFrom(...'@-/0123456789abz_ t.me') });
  fc.assert(
    fc.property(fc.oneof(fc.string(), alike), (text) => {
      const address = read(text);
      if (address === undefined) return;
      assert.equal(read(address), address);
      const { chat, topic } = partsOf(address);
      assert.equal(`${typeof chat === 'number' ? chat : `@${chat}`}${topic === undefined ? '' : `/${topic}`}`, address);
    }),
  );
});
