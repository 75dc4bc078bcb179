import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { makeNetworkLimit } from './limiter.ts';

test('a network has its count, and is then told when to come again; others go on', async () => {
  const clock = makeTestClock();
  const limit = makeNetworkLimit({ count: 3, per: 3_600_000 }, clock);
  for (let time = 0; time < 3; time += 1) assert.equal((await limit.take('192.0.2.1')).ok, true);
  const refused = await limit.take('192.0.2.1');
  assert.ok(!refused.ok && refused.at > clock.now() && refused.at <= clock.now() + 3_600_000);
  assert.equal((await limit.take('192.0.2.2')).ok, true);
});

test('what is given back can be taken again, also when many ask at once', async () => {
  const limit = makeNetworkLimit({ count: 2, per: 3_600_000 }, makeTestClock());
  const taken = await Promise.all(Array.from({ length: 50 }, () => limit.take('192.0.2.1')));
  const won = taken.filter((one) => one.ok);
  assert.equal(won.length, 2);
  for (const one of won) await one.giveBack();
});

test('H8: where nobody can be told apart nobody is counted', async () => {
  const limit = makeNetworkLimit({ count: 1, per: 3_600_000 }, makeTestClock());
  for (let time = 0; time < 20; time += 1) assert.equal((await limit.take(undefined)).ok, true);
});
