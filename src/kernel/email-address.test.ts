import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalAddress, comparableAddress, domainOf, parseEmailAddress } from './email-address.ts';

test('ordinary addresses are taken, also with apostrophe, tag and international domain', () => {
  assert.equal(parseEmailAddress(' lena@example.org '), 'lena@example.org');
  assert.equal(parseEmailAddress("miles.o'brien+ds9@example.org"), "miles.o'brien+ds9@example.org");
  assert.equal(parseEmailAddress('lena@Bücher.example'), 'lena@xn--bcher-kva.example');
});

test('S9: nothing that could break out of an address is taken', () => {
  const bad = [
    'a@b',
    'a b@example.org',
    '"a b"@example.org',
    'a@example.org\r\nBcc: x@example.org',
    'a@example.org,b@example.org',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@example.org:25',
    'a@example.org/x',
    '<a@example.org>',
    'a\0@example.org',
    '.a@example.org',
    'a..b@example.org',
    '@example.org',
    'a@',
    'a@-x.org',
    'a@user@example.org',
    `${'a'.repeat(65)}@example.org`,
    'zoë@example.org',
  ];
  for (const text of bad) assert.equal(parseEmailAddress(text), undefined, JSON.stringify(text));
});

test('S8: for caps, capitals and tags do not matter; for sending they stay', () => {
  const address = parseEmailAddress('Lena+porter@Example.org');
  assert.ok(address);
  assert.equal(address, 'Lena+porter@example.org');
  assert.equal(canonicalAddress(address), 'lena@example.org');
  assert.equal(comparableAddress(address), 'lena+porter@example.org');
  for (const text of ['l.ena@gmail.com', 'Len.a+x@googlemail.com', 'lena@gmail.com']) {
    const same = parseEmailAddress(text);
    assert.equal(same && canonicalAddress(same), 'lena@gmail.com');
  }
  assert.equal(domainOf(address), 'example.org');
});

test('S9: whatever is typed, what comes out is one short ASCII address or nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (text) => {
      const address = parseEmailAddress(text);
      if (address !== undefined) assert.match(address, /^[\x21-\x7e]{3,254}$/);
      if (address !== undefined) assert.equal(parseEmailAddress(address), address);
    }),
  );
});
