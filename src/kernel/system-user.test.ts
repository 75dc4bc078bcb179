import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asUser, systemUser, userOf } from './system-user.ts';

const list = [
  'root:x:0:0:root:/root:/bin/sh',
  'porter:x:998:997::/nonexistent:/usr/sbin/nologin',
  '',
  '::7::',
  '',
].join('\n');

test('a user is called by name, and by number only where the list has no name', () => {
  assert.equal(userOf(998, list), 'porter');
  assert.equal(userOf(0, list), 'root');
  assert.equal(userOf(7, list), '#7');
  assert.equal(userOf(997, list), '#997');
  assert.equal(userOf(998, ''), '#998');
  assert.notEqual(systemUser(), '');
});

test('the line to type can be typed, whatever words it has', () => {
  assert.equal(asUser('porter', ['porter', 'outbox', 'list']), 'sudo -u porter porter outbox list');
  assert.equal(asUser('#998', ['porter', 'check']), "sudo -u '#998' porter check");
  assert.equal(
    asUser('porter', ['porter', 'applications', 'approve', '7', '--reason', "Ada's friend; known"]),
    "sudo -u porter porter applications approve 7 --reason 'Ada'\\''s friend; known'",
  );
  assert.equal(asUser('porter', ['porter', 'outbox', 'show', '']), "sudo -u porter porter outbox show ''");
});
