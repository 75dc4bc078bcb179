import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readEmailAddress } from './address.ts';

const read = (text: string) => {
  const found = readEmailAddress(text);
  return found.ok ? found.address : undefined;
};

test('a mail address is read with a domain in lower case; blanks and mailto: around it do not matter', () => {
  assert.equal(read('ops@example.org'), 'ops@example.org');
  assert.equal(read('  Ops@EXAMPLE.org '), 'Ops@example.org');
  assert.equal(read('mailto:ops@example.org'), 'ops@example.org');
  assert.equal(read('ops@münchen.example'), 'ops@xn--mnchen-3ya.example');
});

test('S9: what could be more than one address, or holds a header, is refused with a sentence', () => {
  for (const text of ['', 'ops', '@ops', 'a@b@c.org', 'a@b.org,c@d.org', 'a@b.org\r\nBcc: c@d.org', '"a b"@c.org']) {
    const found = readEmailAddress(text);
    assert.ok(!found.ok && found.sentence.startsWith('must be '), text);
  }
});

test('S9: whatever is read is one address and reads as itself', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.emailAddress()), (text) => {
      const address = read(text);
      if (address === undefined) return;
      assert.equal(read(address), address);
      assert.match(address, /^[^\s@<>,;:"\\]+@[a-z0-9.-]+$/);
    }),
  );
});
