import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import { makeOncePerForm } from './once-per-form.ts';

test('the same form gets the same answer for ten seconds; another form, or a later one, acts', async () => {
  const clock = makeTestClock();
  const once = makeOncePerForm(clock);
  let acted = 0;
  const act = async () => {
    acted += 1;
    return ok(acted);
  };
  const [first, second] = await Promise.all([once('a', act), once('a', act)]);
  assert.deepEqual([first, second, await once('a', act)], [ok(1), ok(1), ok(1)]);
  assert.deepEqual(await once('b', act), ok(2));
  await clock.advance(9_999);
  assert.deepEqual(await once('a', act), ok(1));
  await clock.advance(1);
  assert.deepEqual(await once('a', act), ok(3));
});

test('a refusal and a failure are for this time only', async () => {
  const clock = makeTestClock();
  const once = makeOncePerForm(clock);
  assert.deepEqual(await once('a', async () => refuse('name')), refuse('name'));
  await assert.rejects(
    once('a', () => Promise.reject(new Error('down'))),
    /down/,
  );
  assert.deepEqual(await once('a', async () => ok(1)), ok(1));
  await clock.advance(20_000);
  assert.equal(clock.waiting, 0);
});
