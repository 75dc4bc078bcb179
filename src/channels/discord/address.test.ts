import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partsOf, readAddress } from './address.ts';

const read = (text: string) => {
  const found = readAddress(text);
  return found.ok ? found.address : undefined;
};

test('a channel, a person and a webhook are read as they are meant', () => {
  assert.equal(read('channel:42'), 'channel:42');
  assert.equal(read(' Channel: 1234567890123456789 '), 'channel:1234567890123456789');
  assert.equal(read('user:42'), 'user:42');
  assert.equal(read('webhook:Ops_2'), 'webhook:Ops_2');
  assert.equal(read('ada'), 'ada');
  assert.equal(read('@Ada.L_1'), 'ada.l_1');
  assert.equal(read('user:@ada'), 'ada');
  assert.equal(read('ada#0'), 'ada');
  assert.equal(read('Old Bot#1234'), 'old bot#1234');
});

test('what Discord copies to the clipboard is an address too', () => {
  assert.equal(read('https://discord.com/channels/7/70'), 'channel:70');
  assert.equal(read('https://ptb.discord.com/channels/7/70/900'), 'channel:70');
  assert.equal(read('https://discord.com/channels/@me/71'), 'channel:71');
  assert.equal(read('https://discord.com/users/42'), 'user:42');
  assert.equal(read('<#70>'), 'channel:70');
  assert.equal(read('<@!42>'), 'user:42');
});

test('what could be two things is refused with the forms to choose from', () => {
  for (const text of [
    '',
    '@',
    '42',
    'a',
    'Ada Lovelace',
    'a..b',
    'x'.repeat(33),
    'channel:',
    'channel:ops',
    'user:',
    'user:0',
    'foo:1',
  ]) {
    const found = readAddress(text);
    assert.ok(!found.ok && /^must /.test(found.sentence), text);
  }
  assert.match(sentenceOf('42'), /channel:42 or user:42/);
  assert.match(sentenceOf('channel:ops'), /Copy ID/);
  assert.match(sentenceOf('webhook:a b'), /channels\.discord\.webhooks/);
});

test('L1: the URL of a webhook is refused, and no sentence repeats it', () => {
  for (const before of ['', 'webhook:']) {
    const sentence = sentenceOf(`${before}https://discord.com/api/webhooks/42/canary-webhook`);
    assert.match(sentence, /is a secret.*webhook:NAME/);
    assert.ok(!sentence.includes('canary'));
  }
});

test('an address that was read is read the same again, whatever was typed', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.stringMatching(/^ ?@?[A-Za-z0-9_.]{1,34}(#\d{1,4})?$/),
    fc.stringMatching(/^(channel|user|webhook|Webhook): ?[A-Za-z0-9_]{1,24}$/),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const address = read(text);
      if (address === undefined) return;
      assert.equal(read(address), address);
      assert.ok(!/[\n\r]/.test(address) && address.length <= 80);
    }),
  );
});

test('the parts of an address', () => {
  assert.deepEqual(partsOf('channel:42'), { kind: 'channel', id: '42' });
  assert.deepEqual(partsOf('user:42'), { kind: 'user', id: '42' });
  assert.deepEqual(partsOf('webhook:ops'), { kind: 'webhook', name: 'ops' });
  assert.deepEqual(partsOf('ada'), { kind: 'name', name: 'ada', number: '' });
  assert.deepEqual(partsOf('old bot#1234'), { kind: 'name', name: 'old bot', number: '1234' });
});

const sentenceOf = (text: string): string => {
  const found = readAddress(text);
  return found.ok ? assert.fail(found.address) : found.sentence;
};
