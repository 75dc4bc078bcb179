import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meantForUs, suggest } from './suggest.ts';

test('a slip of the finger, another spelling and swapped letters are recognised', () => {
  const known = ['room', 'approvals', 'declineDelay', 'showEmail'];
  assert.equal(suggest('aprovals', known), 'approvals');
  assert.equal(suggest('decline_delay', known), 'declineDelay');
  assert.equal(suggest('romo', known), 'room');
  assert.equal(suggest('showMail', known), 'showEmail');
});

test('what is like nothing gets no suggestion', () => {
  assert.equal(suggest('database', ['room', 'approvals']), undefined);
  assert.equal(suggest('x'.repeat(1_000), ['room']), undefined);
});

test('a server name that is a slip of ours is set right, and one that is clearly another is left', () => {
  const ours = 'kirchturm.example';
  for (const slip of [
    'kirchturm.exampl',
    'kirchtrum.example',
    'Kirchturm.example',
    'matrix.kirchturm.example',
    'example',
  ])
    assert.equal(meantForUs(`@me:${slip}`, ours), `@me:${ours}`, slip);
  assert.equal(meantForUs('#team:kirhcturn.example', ours), `#team:${ours}`);
  for (const other of ['kirchturm.example', 'matrix.org', 'church.example'])
    assert.equal(meantForUs(`@me:${other}`, ours), undefined);
  // Neighbours of one family are no slip, and a room keeps the name of the server where it was made.
  assert.equal(meantForUs('@me:example.net', 'example.org'), undefined);
  assert.equal(meantForUs('!abc:kirchturm.exampl', ours), undefined);
});
