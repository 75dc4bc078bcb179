import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMatrixAddress } from './address.ts';

const read = (text: string) => {
  const found = readMatrixAddress(text);
  return found.ok ? found.address : undefined;
};

test('rooms, aliases and people are read as they are, blanks around them do not matter', () => {
  const version12 = '!kUiPFSv9J1JTkLVEgqAqOAzUOnHNLT5LdTtzUWJNTm8';
  for (const id of ['!abc:porter.test', version12, '#ops:porter.test', '@ada:porter.test:8448']) {
    assert.equal(read(` ${id} `), id);
  }
});

test('a link from a client leads to what it names', () => {
  assert.equal(read('https://matrix.to/#/!abc:porter.test?via=porter.test&via=a.test'), '!abc:porter.test');
  assert.equal(read('https://matrix.to/#/%23ops%3Aporter.test'), '#ops:porter.test');
});

test('anything else is refused with a sentence', () => {
  for (const text of ['', 'ada', 'ada:porter.test', '@ada', '#ops', '!', '! a', 'https://matrix.to/#/%', '$event']) {
    const found = readMatrixAddress(text);
    assert.ok(!found.ok && found.sentence.startsWith('must be '), text);
  }
});

test('whatever is read reads as itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('!', '#', '@', ''), (text, sigil) => {
      const address = read(sigil + text);
      if (address !== undefined) assert.equal(read(address), address);
    }),
  );
});
