import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeMemoryStore } from '../../test/support/memory-store.ts';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { DAY, HOUR, MINUTE } from '../kernel/clock.ts';
import { LONGEST_EVENT, makeEvents, parseEventWish } from './event.ts';

test('how long is said in many ways, and never longer than a day', () => {
  const good: readonly (readonly [string, number | string])[] = [
    ...([
      ['3h', 3 * HOUR],
      ['3 h', 3 * HOUR],
      ['90m', 90 * MINUTE],
      ['90 minutes', 90 * MINUTE],
    ] as const),
    ...([
      ['2 Stunden', 2 * HOUR],
      ['1 hour', HOUR],
      ['24h', DAY],
      ['1m', MINUTE],
      ['5 Min.', 5 * MINUTE],
    ] as const),
    ...([
      ['off', 'off'],
      ['OFF.', 'off'],
      ['aus', 'off'],
      ['', 'state'],
      ['  ', 'state'],
    ] as const),
  ];
  for (const [text, wish] of good) assert.equal(parseEventWish(text), wish, text);
  for (const text of ['3', 'h', '0h', '25h', '1441m', '-3h', '3h please', '1e3h', '99999h', '3.5h', 'on', '3d'])
    assert.equal(parseEventWish(text), undefined, text);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const wish = parseEventWish(text);
      assert.ok(typeof wish !== 'number' || (wish >= MINUTE && wish <= LONGEST_EVENT));
    }),
  );
});

test('an event ends by itself, survives a restart, and a clock that jumps back makes it no longer', async () => {
  const clock = makeTestClock();
  const memory = makeMemoryStore();
  const by = 'cli:ada';
  assert.equal(await makeEvents(memory, clock).current(), undefined);
  await makeEvents(memory, clock).begin(clock.now() + HOUR, by);
  assert.deepEqual(await makeEvents(memory, clock).current(), { until: clock.now() + HOUR, by });
  const early = { now: () => clock.now() - 2 * DAY };
  assert.equal(await makeEvents(memory, early).current(), undefined);
  await clock.advance(HOUR);
  assert.equal(await makeEvents(memory, clock).current(), undefined);
  await makeEvents(memory, clock).begin(clock.now() + HOUR, by);
  await makeEvents(memory, clock).end();
  assert.equal(await makeEvents(memory, clock).current(), undefined);
});
