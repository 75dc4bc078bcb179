import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { HOUR, SECOND } from '../kernel/clock.ts';
import { silentLog } from '../kernel/log.ts';
import { startRepeater } from './repeater.ts';
import { makeShutdownGroup } from './shutdown-group.ts';

/** A group, and work whose runs the test ends one by one. */
function rig(everyMs?: number) {
  const clock = makeTestClock(0);
  const running = makeShutdownGroup(HOUR, clock, silentLog);
  const runs: PromiseWithResolvers<void>[] = [];
  const work = () => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  };
  const repeater = startRepeater(running, { name: 'test', work, everyMs }, { clock, log: silentLog });
  return { clock, running, runs, repeater };
}

test('work that is asked for while it runs is done once more afterwards, never twice at the same time', async () => {
  const { clock, runs, repeater } = rig();
  await clock.advance(HOUR);
  assert.equal(runs.length, 0);
  for (let asked = 0; asked < 3; asked += 1) repeater.ask();
  await clock.advance(HOUR);
  assert.equal(runs.length, 1);
  runs[0]?.resolve();
  await clock.advance(HOUR);
  assert.equal(runs.length, 2);
  runs[1]?.resolve();
  await clock.advance(HOUR);
  assert.equal(runs.length, 2);
});

test('a beat does the work at the start and then as often as it says; a run that takes longer is not doubled', async () => {
  const { clock, runs } = rig(HOUR);
  assert.equal(runs.length, 1);
  await clock.advance(3 * HOUR);
  assert.equal(runs.length, 1);
  runs[0]?.resolve();
  await clock.advance(0);
  assert.equal(runs.length, 2);
  runs[1]?.resolve();
  await clock.advance(HOUR - 1);
  assert.equal(runs.length, 2);
  await clock.advance(1);
  assert.equal(runs.length, 3);
});

test('work that fails is done again after a second, and after a longer wait each time', async () => {
  const { clock, runs, repeater } = rig();
  repeater.ask();
  for (const wait of [1, 2, 4]) {
    const before = runs.length;
    runs.at(-1)?.reject(new Error('not now'));
    await clock.advance(wait * SECOND - 1);
    assert.equal(runs.length, before);
    await clock.advance(1);
    assert.equal(runs.length, before + 1);
  }
});

test('the group waits for the run that is under way, and nothing runs after it', async () => {
  const { clock, running, runs, repeater } = rig(HOUR);
  let closed = false;
  const closing = running[Symbol.asyncDispose]().then(() => {
    closed = true;
  });
  repeater.ask();
  await clock.advance(SECOND);
  assert.equal(closed, false);
  runs[0]?.resolve();
  await closing;
  repeater.ask();
  await clock.advance(2 * HOUR);
  assert.equal(runs.length, 1);
});
