import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ada, aReaction, aWaiting, bo, event, porter, stranger } from '../../../test/support/team.ts';
import { decide } from '../rules/decision.ts';
import { mayDecide, votesOf } from './live-votes.ts';

const notice = event('notice');
const quorum = { approve: 2, decline: 2 };

test('V2: Porter’s own marks are no votes', () => {
  const rows = [aReaction('1', notice, porter, '✅'), aReaction('2', notice, ada, '✅')];
  assert.deepEqual(votesOf(rows, notice, porter), [{ id: '$2', voter: ada, choice: 'approve' }]);
});

test('V5: a reaction on another event is no vote on this one', () => {
  assert.deepEqual(votesOf([aReaction('1', event('other'), ada, '✅')], notice, porter), []);
});

const anyRow = fc
  .record({
    id: fc.uuid(),
    sender: fc.constantFrom(ada, bo, stranger),
    key: fc.constantFrom('✅', '✅\ufe0f', '❌', '👎🏽', '🎉', 'yes'),
  })
  .map(({ id, sender, key }) => aReaction(id, notice, sender, key));
const anyRows = fc.uniqueArray(anyRow, { selector: (row) => row.eventId, maxLength: 12 });

test('V7: the votes are the same list whatever the order of arrival', () => {
  fc.assert(
    fc.property(
      anyRows.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
      ([rows, shuffled]) => assert.deepEqual(votesOf(shuffled, notice, porter), votesOf(rows, notice, porter)),
    ),
  );
});

test('V7: one person with many reactions counts once, and while both choices stand it is a refusal', () => {
  const rows = ['✅', '✅\ufe0f', '👍', '❌'].map((key, at) => aReaction(`${at}`, notice, ada, key));
  const votes = votesOf([...rows, aReaction('b', notice, bo, '✅')], notice, porter);
  assert.deepEqual(decide(votes, new Set([ada, bo]), quorum), { kind: 'open', approve: 1, decline: 1 });
});

test('V1: when everybody together cannot decide, no group of voters can', () => {
  fc.assert(
    fc.property(anyRows, fc.subarray([ada, bo, stranger]), (rows, voters) => {
      const votes = votesOf(rows, notice, porter);
      const found = aWaiting();
      if (found.stage !== 'waiting' || mayDecide(found, votes, quorum)) return;
      assert.equal(decide(votes, new Set(voters), quorum).kind, 'open');
    }),
  );
});
