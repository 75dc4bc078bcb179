import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeIds, timeOf } from './ids.ts';

test('ids are UUIDv7, unique, and sort by the time of making, also within one millisecond and when the clock goes back', () => {
  let now = 1_795_239_732_199;
  const ids = makeIds(() => now);
  const made: string[] = [];
  for (let i = 0; i < 20_000; i += 1) {
    if (i === 5_000) now += 1;
    if (i === 15_000) now -= 86_400_000;
    made.push(ids.next());
  }
  assert.equal(new Set(made).size, made.length);
  assert.deepEqual(made.toSorted(), made);
  assert.match(made[0] ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('an id says when it was made', () => {
  assert.equal(timeOf(makeIds(() => 1_795_239_732_199).next()), 1_795_239_732_199);
});
