import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isGhostOf,
  localpartOf,
  parseEventId,
  parseLocalpart,
  parseRoomAlias,
  parseRoomId,
  parseUserId,
  serverNameOf,
  type UserId,
  userIdOf,
} from './matrix-id.ts';

const verdict = (text: string) => {
  const parsed = parseLocalpart(text, 'porter.test');
  return parsed.ok ? 'fine' : parsed.refusal;
};

test('S1: new names follow the grammar, and each fault has its own word', () => {
  for (const name of ['lena', 'a', 'a/b', 'a+b', 'a=b', '.dot', '-', '0x', 'a_b'])
    assert.equal(verdict(name), 'fine', name);
  for (const name of ['LENA', 'a b', '@lena', 'zoë', 'lena:x', 'a\0', 'a\n'])
    assert.equal(verdict(name), 'characters', name);
  assert.equal(verdict(''), 'empty');
  assert.equal(verdict('_x'), 'leading-underscore');
  assert.equal(verdict('12345'), 'digits-only');
  assert.equal(verdict('a'.repeat(242)), 'fine');
  assert.equal(verdict('a'.repeat(243)), 'too-long');
});

test('user IDs divide at the first colon, so a port stays with the server', () => {
  const id = parseUserId('@ada:example.org:8448');
  assert.ok(id);
  assert.equal(localpartOf(id), 'ada');
  assert.equal(serverNameOf(id), 'example.org:8448');
});

test('room IDs have no server part since version 12, and old ones have', () => {
  assert.ok(parseRoomId('!LLkp8BCoBj2VFsqFz9RBUsP85dMes5R7UlSCIkKZqTs'));
  assert.ok(parseRoomId('!old:example.org'));
  assert.equal(parseRoomId('$event'), undefined);
  assert.ok(parseEventId('$event'));
  assert.equal(parseEventId('$'), undefined);
  assert.ok(parseRoomAlias('#team:porter.test'));
  assert.equal(parseRoomAlias('#team'), undefined);
});

test("Porter's namespace follows its own name, at its own server", () => {
  const id = (text: string) => parseUserId(text) as UserId;
  const door = id('@door:porter.test');
  assert.ok(isGhostOf(door, id('@door_lena:porter.test')));
  for (const other of ['@door:porter.test', '@doors:porter.test', '@porter_a:porter.test', '@door_lena:else.test']) {
    assert.ok(!isGhostOf(door, id(other)), other);
  }
});

test('V12: the parsers take anything and answer undefined instead of throwing', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const parse of [parseUserId, parseRoomId, parseEventId, parseRoomAlias]) {
        const parsed = parse(value);
        assert.ok(parsed === undefined || parsed === value);
      }
    }),
  );
});

test('a fine name makes a fine user ID', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9._=\-/+]{1,40}$/), (name) => {
      const parsed = parseLocalpart(name, 'porter.test');
      if (parsed.ok) assert.equal(parseUserId(userIdOf(parsed.value, 'porter.test')), `@${name}:porter.test`);
    }),
  );
});
