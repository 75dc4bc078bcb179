import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { Fault } from '../kernel/fault.ts';
import { makeLog } from '../kernel/log.ts';
import { makePlaces } from './places.ts';

const probe = { id: 'a', destination: 'matrix:!a' };
const fault = (code: string) => new Fault('not now', { code, retryable: true, scope: 'channel' });

function open() {
  const levels: string[] = [];
  const clock = makeTestClock();
  const log = makeLog('debug', (line) => levels.push(JSON.parse(line).level));
  return { levels, clock, places: makePlaces({ clock, log }) };
}

test('a place that waits for the answer whose database this is makes no warning, until something else keeps it', () => {
  const { levels, places } = open();
  places.failed('email', fault('email.not-ours-yet'), undefined);
  places.failed('email', fault('email.not-ours-yet'), probe);
  assert.deepEqual(levels, ['info']);
  places.failed('email', fault('email.down'), probe);
  places.failed('email', fault('email.down'), probe);
  assert.deepEqual(levels, ['info', 'warn']);
});

test('N1: a place that may work again is due at once, whatever its wait has grown to', () => {
  const { places, clock } = open();
  for (let tries = 0; tries < 9; tries += 1)
    places.failed('matrix', fault('homeserver.down'), tries > 0 ? probe : undefined);
  assert.deepEqual(places.toProbe(), []);
  places.tryNow();
  assert.deepEqual(places.toProbe(), ['matrix']);
  places.probing('matrix');
  places.failed('matrix', fault('homeserver.down'), probe);
  assert.equal(places.nextProbe(), clock.monotonic() + 1_000);
});

test('a try that is under way is not doubled', () => {
  const { places } = open();
  places.failed('matrix', fault('homeserver.down'), undefined);
  places.probing('matrix');
  places.tryNow();
  assert.deepEqual(places.toProbe(), []);
});

test('N5: who failed twice is not asked next, and fails by itself once another one goes through', () => {
  const { places } = open();
  const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, destination: `email:${id}` }));
  assert.ok(a && b && c);
  places.failed('email', fault('email.blocked'), undefined);
  assert.deepEqual(places.passedOver('email'), []);
  for (const probe of [a, a, b]) places.failed('email', fault('email.blocked'), probe);
  assert.deepEqual(places.passedOver('email'), ['email:a']);
  assert.deepEqual(places.passedOver('matrix'), []);
  places.worked('email', c);
  assert.deepEqual(
    [a, b, c].map((job) => places.failsByItself(job)),
    [true, false, false],
  );
  places.failed('email', fault('email.down'), undefined);
  assert.deepEqual(places.passedOver('email'), ['email:a'], 'the next pause does not begin with it');
  places.worked('email', a);
  assert.equal(places.failsByItself(a), false);
});

test('when all that wait had their turn, each is asked again', () => {
  const { places } = open();
  places.failed('matrix', fault('homeserver.down'), undefined);
  for (let tries = 0; tries < 2; tries += 1) places.failed('matrix', fault('homeserver.down'), probe);
  assert.deepEqual(places.passedOver('matrix'), ['matrix:!a']);
  places.anew('matrix');
  assert.deepEqual(places.passedOver('matrix'), []);
});
