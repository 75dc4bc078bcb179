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
  const placeNeeds = { 'team-room': ['homeserver'], account: ['homeserver'] };
  const resumed: string[] = [];
  const places = makePlaces({ clock, log, placeNeeds, resumed: (place) => resumed.push(place) });
  return { levels, clock, places, resumed };
}

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
  assert.deepEqual(places.probeOf('email').notFor, []);
  for (const probe of [a, a, b]) places.failed('email', fault('email.blocked'), probe);
  assert.deepEqual(places.probeOf('email').notFor, ['email:a']);
  assert.deepEqual(places.probeOf('matrix').notFor, []);
  places.worked('email', c);
  assert.deepEqual(
    [a, b, c].map((job) => places.failsByItself(job, 'email')),
    [true, false, false],
  );
  places.failed('email', fault('email.down'), undefined);
  assert.deepEqual(places.probeOf('email').notFor, ['email:a'], 'the next pause does not begin with it');
  places.worked('email', a);
  assert.equal(places.failsByItself(a, 'email'), false);
});

test('when all that wait had their turn, each is asked again', () => {
  const { places } = open();
  places.failed('matrix', fault('homeserver.down'), undefined);
  for (let tries = 0; tries < 2; tries += 1) places.failed('matrix', fault('homeserver.down'), probe);
  assert.deepEqual(places.probeOf('matrix').notFor, ['matrix:!a']);
  places.forgetProbes('matrix');
  assert.deepEqual(places.probeOf('matrix').notFor, []);
});

test('N1: a place that needs another gets nothing while that one is paused, and its jobs find out about it', () => {
  const { places, resumed } = open();
  places.failed('homeserver', fault('homeserver.down'), undefined);
  places.failed('account', fault('homeserver.not-admin'), undefined);
  assert.deepEqual(places.closed().toSorted(), ['account', 'homeserver', 'team-room']);
  assert.deepEqual(
    places.probeOf('homeserver').from,
    ['homeserver', 'team-room'],
    'not those of a place that is paused itself',
  );
  places.tryNow();
  assert.deepEqual(places.toProbe(), ['homeserver'], 'what needs it waits for it');
  places.worked('team-room', probe);
  assert.deepEqual(resumed, ['homeserver']);
  assert.deepEqual(places.closed(), ['account']);
  assert.deepEqual(places.toProbe(), ['account']);
});

test('N1: after a probe that tried nothing the next one follows at once, after one that said nothing in a second', () => {
  const { places, clock } = open();
  places.failed('email', fault('email.down'), undefined);
  places.tryNow();
  places.probing('email');
  places.probed('email', false);
  assert.deepEqual(places.toProbe(), ['email']);
  places.probing('email');
  places.probed('email', true);
  assert.deepEqual([places.toProbe(), places.nextProbe()], [[], clock.monotonic() + 1_000]);
  assert.equal(places.isPaused('email'), true);
});
