import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeLeapClock } from './leap-clock.ts';

test('what is days away happens after a leap, and nothing that is further or was cancelled', async () => {
  const clock = makeLeapClock();
  const day = 86_400_000;
  const seen: string[] = [];
  clock.after(day, () => seen.push('a day'));
  clock.after(3 * day, () => seen.push('three days'));
  clock.after(day, () => seen.push('cancelled'))();
  const slept = clock.sleep(2 * day).then(() => seen.push('two days'));
  const [wall, steady] = [clock.now(), clock.monotonic()];
  clock.leap(2 * day);
  await slept;
  assert.deepEqual(seen, ['a day', 'two days']);
  assert.ok(clock.now() - wall >= 2 * day && clock.monotonic() - steady >= 2 * day);
});

test('a sleep ends with its signal', async () => {
  const ending = new AbortController();
  const slept = makeLeapClock().sleep(86_400_000, ending.signal);
  ending.abort();
  await slept;
});
