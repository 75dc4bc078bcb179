import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAddress, readAddress, readDomain } from './address.ts';

const read = (text: string) => {
  const result = readAddress(text);
  return result.ok ? result.address : result.sentence;
};

test('people and group chats are read as the configuration has them', () => {
  assert.equal(read('ops@example.org'), 'ops@example.org');
  assert.equal(read('room@conference.example.org?join'), 'room@conference.example.org?join');
  assert.equal(read('muc:room@conference.example.org'), 'room@conference.example.org?join');
  assert.deepEqual(parseAddress('room@conference.example.org?join'), {
    kind: 'room',
    jid: 'room@conference.example.org',
  });
  assert.deepEqual(parseAddress('ops@example.org'), { kind: 'person', jid: 'ops@example.org' });
});

test('what can mean nothing else is read as well', () => {
  for (const text of ['@ops@example.org', ' Ops@Example.ORG. ', 'xmpp:ops@example.org', 'ops@example.org?message'])
    assert.equal(read(text), 'ops@example.org', text);
  for (const text of [
    'muc:Room@chat.example.org?join',
    'xmpp:room@chat.example.org?JOIN',
    'MUC:@room@chat.example.org',
  ])
    assert.equal(read(text), 'room@chat.example.org?join', text);
  assert.equal(read('jürgen@bücher.example'), 'jürgen@bücher.example');
  assert.equal(read('ju\u0308rgen@example.org'), 'jürgen@example.org');
  assert.equal(read('a\\40b@gateway.localhost'), 'a\\40b@gateway.localhost');
});

test('everything else is refused with a sentence that fits', () => {
  for (const text of ['', ' ', '@', 'ops', 'example.org', '@example.org', 'ops@', 'a b@example.org', 'a"b@example.org'])
    assert.match(read(text), /^must be an XMPP address such as /, text);
  for (const text of ['ops@-a.example', 'ops@exa mple.org', 'ops@example.org:5222', 'a\u0000@example.org', '<a>@b.c'])
    assert.match(read(text), /^must be an XMPP address such as /, text);
  assert.match(read(`${'a'.repeat(1_024)}@example.org`), /^must be an XMPP address such as /);
  assert.match(read(`${'a'.repeat(5_000)}@example.org`), /at most 3,071 bytes/);
  assert.match(read('ops@example.org/phone'), /without a resource/);
  assert.match(read('room@chat.example.org?join;password=secret'), /needs no password/);
  assert.match(read('ops@example.org?subscribe'), /nothing behind the "\?" but join/);
  assert.match(read('muc:room@chat.example.org?message'), /nothing behind the "\?" but join/);
});

test('what is read is read the same again, and is safe in an attribute', () => {
  const part = fc.oneof(
    fc.constantFrom('ops', 'Room', 'a.b', 'ß', 'İ', 'ﬁ', '例え', 'x--y'),
    fc.string({ maxLength: 20 }),
  );
  const text = fc
    .tuple(
      fc.constantFrom('', 'muc:', '@', 'xmpp:'),
      part,
      fc.constantFrom('@', ''),
      part,
      fc.constantFrom('', '?join'),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (typed) => {
      const result = readAddress(typed);
      if (!result.ok) return;
      assert.deepEqual(readAddress(result.address), result);
      assert.doesNotMatch(parseAddress(result.address).jid, /["&'<>\s\p{C}/]/u);
    }),
    { numRuns: 500 },
  );
});

test('a domain is a name or an IPv4 address, in lower case', () => {
  assert.deepEqual(['Example.ORG.', '127.0.0.1', 'localhost', ' a.b '].map(readDomain), [
    'example.org',
    '127.0.0.1',
    'localhost',
    'a.b',
  ]);
  for (const text of ['', '.', 'a..b', 'a/b', 'a:1', 'user@a.b', `${'a'.repeat(64)}.b`])
    assert.equal(readDomain(text), undefined, text);
});
