import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseEmailAddress } from '../../kernel/email-address.ts';
import { readAddress } from './address.ts';

const read = (typed: string) => {
  const address = readAddress(typed);
  return address.ok ? address.value : address.refusal;
};

test('what keyboards and copying add to an address is removed', () => {
  for (const typed of [
    ' lena@example.org ',
    'lena＠example.org',
    'ｌｅｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ',
    'lena @ example.org',
    'lena@example. org',
    'mailto:lena@example.org',
    'Lena Ortiz <lena@example.org>',
    '<lena@example.org>,',
    'lena@example.org.',
    '\u200blena@\u00adexample.org\u00a0',
  ]) {
    const wanted = typed.endsWith('>,') ? 'not-an-address' : 'lena@example.org';
    assert.equal(read(typed), wanted, JSON.stringify(typed));
  }
  assert.equal(read('lena@müller.example'), 'lena@xn--mller-kva.example');
});

test('an address in which something else could be meant is refused', () => {
  for (const typed of [
    'lena ortiz@example.org',
    'lena@example.org bo@example.org',
    'lena@example org',
    'lena',
    '@',
    'a@b',
  ]) {
    assert.equal(read(typed), 'not-an-address', typed);
  }
  assert.equal(read(' \u200b '), 'empty');
  assert.equal(read(`${'x'.repeat(2_000)}@example.org`), 'not-an-address');
});

test('a good address with other letters before the @ is told apart from what is no address', () => {
  for (const typed of ['müller@example.org', 'лена@example.org', '用户@例え.jp', 'Jörg <jörg@example.org>']) {
    assert.equal(read(typed), 'beyond-ascii', typed);
  }
  for (const typed of ['müller@', 'müller', 'mü ller@example.org']) assert.equal(read(typed), 'not-an-address', typed);
});

test('whatever is typed, an address that is taken stays the same when it is read again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (typed) => {
      const address = readAddress(typed);
      if (!address.ok) return;
      assert.equal(parseEmailAddress(address.value), address.value);
      assert.deepEqual(readAddress(address.value), address);
    }),
  );
});
