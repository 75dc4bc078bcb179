import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from './test-clock.ts';

test('timers run in order of their time, also those made on the way', async () => {
  const clock = makeTestClock(1_000);
  const seen: string[] = [];
  const note = (what: string) => (): void => void seen.push(`${what} ${clock.now()}`);
  clock.after(20, note('second'));
  clock.after(10, () => {
    note('first')();
    clock.after(5, note('between'));
  });
  clock.after(100, note('later'));
  clock.after(15, note('never'))();
  await clock.advance(50);
  assert.deepEqual(seen, ['first 1010', 'between 1015', 'second 1020']);
  assert.deepEqual([clock.now(), clock.monotonic(), clock.waiting], [1_050, 50, 1]);
});

test('a sleep ends with its time or with its signal, and a loop that sleeps goes round', async () => {
  const clock = makeTestClock();
  const stop = new AbortController();
  let rounds = 0;
  const loop = (async () => {
    while (!stop.signal.aborted) {
      await clock.sleep(1_000, stop.signal);
      rounds += 1;
    }
  })();
  await clock.advance(3_500);
  assert.equal(rounds, 3);
  stop.abort();
  await loop;
  assert.equal(clock.waiting, 0);
});

test('a jump of the wall clock moves no interval', async () => {
  const clock = makeTestClock(0);
  let rang = false;
  clock.after(100, () => {
    rang = true;
  });
  clock.jump(86_400_000);
  await clock.advance(99);
  assert.deepEqual([rang, clock.monotonic(), clock.now()], [false, 99, 86_400_099]);
  await clock.advance(1);
  assert.equal(rang, true);
});
