import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AddressBook } from './address-book.ts';
import { targetOfRoom } from './target-of-room.ts';

const version12 = '!kUiPFSv9J1JTkLVEgqAqOAzUOnHNLT5LdTtzUWJNTm8';
const matrix = (address: string) => ({ channel: 'matrix', address });
const book: AddressBook = new Map([
  ['ops', [matrix('!abc:porter.test'), { channel: 'email', address: 'ops@example.org' }]],
  ['new', [matrix(version12)]],
  ['all', [{ target: 'ops' }, { target: 'new' }, matrix('#lobby:porter.test')]],
  ['closed', [matrix('!closed:porter.test')]],
]);
const target = (room: string, to: readonly string[] = ['ops', 'new', 'all', 'gone']) =>
  targetOfRoom(room, { to }, book);

test('a room is the name of a target, as it is or as an id or alias of any server', () => {
  for (const room of ['ops', '!ops', '#ops', '!ops:porter', '#ops:porter.test', '#ops:localhost:8484']) {
    assert.equal(target(room), 'ops', room);
  }
});

test('a room is its id or alias in a target, also in one that the target leads to; the first of the sender counts', () => {
  assert.equal(target('!abc:porter.test'), 'ops');
  assert.equal(target('!abc:porter.test', ['all', 'ops']), 'all');
  assert.equal(target('#lobby:porter.test'), 'all');
});

test('a room of version 12 is the same with and without a server; another one needs its own', () => {
  for (const room of [version12, `${version12}:porter`, `${version12}:127.0.0.1:8484`]) {
    assert.equal(target(room), 'new', room);
  }
  for (const room of ['!abc', '!abc:other.test', version12.slice(0, -1), `${version12}x`, '#lobby:other.test']) {
    assert.equal(target(room), undefined, room);
  }
});

test('what the sender may not reach, what is gone and what is no room lead nowhere', () => {
  for (const room of ['closed', '!closed:porter.test', 'gone', '', '!', '#', ':', '!:porter.test', 'ops@example.org']) {
    assert.equal(target(room), undefined, room);
  }
  assert.equal(target('!abc:porter.test', ['new']), undefined);
});
