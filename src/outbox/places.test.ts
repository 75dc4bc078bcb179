import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { Fault } from '../kernel/fault.ts';
import { makeLog } from '../kernel/log.ts';
import { makePlaces } from './places.ts';

const fault = (code: string) => new Fault('not now', { code, retryable: true, scope: 'channel' });

function open() {
  const levels: string[] = [];
  const clock = makeTestClock();
  const log = makeLog('debug', (line) => levels.push(JSON.parse(line).level));
  return { levels, clock, places: makePlaces({ clock, log }) };
}

test('a place that waits for the answer whose database this is makes no warning, until something else keeps it', () => {
  const { levels, places } = open();
  places.failed('email', fault('email.not-ours-yet'), false);
  places.failed('email', fault('email.not-ours-yet'), true);
  assert.deepEqual(levels, ['info']);
  places.failed('email', fault('email.down'), true);
  places.failed('email', fault('email.down'), true);
  assert.deepEqual(levels, ['info', 'warn']);
});

test('N1: a place that may work again is due at once, whatever its wait has grown to', () => {
  const { places, clock } = open();
  for (let tries = 0; tries < 9; tries += 1) places.failed('matrix', fault('homeserver.down'), tries > 0);
  assert.deepEqual(places.toProbe(), []);
  places.tryNow();
  assert.deepEqual(places.toProbe(), ['matrix']);
  places.probing('matrix');
  places.failed('matrix', fault('homeserver.down'), true);
  assert.equal(places.nextProbe(), clock.monotonic() + 1_000);
});

test('a try that is under way is not doubled', () => {
  const { places } = open();
  places.failed('matrix', fault('homeserver.down'), false);
  places.probing('matrix');
  places.tryNow();
  assert.deepEqual(places.toProbe(), []);
});
