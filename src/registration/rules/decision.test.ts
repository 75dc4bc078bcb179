import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { UserId } from '../../kernel/matrix-id.ts';
import { decide, type Vote } from './decision.ts';

const ada = '@ada:porter.test' as UserId;
const bo = '@bo:porter.test' as UserId;
const stranger = '@mallory:elsewhere.test' as UserId;
const team: ReadonlySet<UserId> = new Set([ada, bo]);
const quorum = { approve: 2, decline: 2 };

const anyVote: fc.Arbitrary<Vote> = fc.record({
  id: fc.uuid(),
  voter: fc.constantFrom(ada, bo, stranger),
  choice: fc.constantFrom('approve', 'decline'),
});
const anyVotes = fc.uniqueArray(anyVote, { selector: (vote) => vote.id, maxLength: 12 });

test('V7: while both choices of one person stand, the refusal counts', () => {
  const votes: Vote[] = [
    { id: '$1', voter: ada, choice: 'decline' },
    { id: '$2', voter: ada, choice: 'approve' },
    { id: '$3', voter: bo, choice: 'approve' },
  ];
  assert.deepEqual(decide(votes, team, quorum), { kind: 'open', approve: 1, decline: 1 });
});

test('V7: several reactions of one person are one vote', () => {
  const votes: Vote[] = ['$1', '$2', '$3'].map((id) => ({ id, voter: ada, choice: 'approve' }));
  assert.deepEqual(decide(votes, team, quorum), { kind: 'open', approve: 1, decline: 0 });
});

test('V1: a stranger never changes the decision', () => {
  fc.assert(
    fc.property(anyVotes, (votes) => {
      const ours = votes.filter((vote) => vote.voter !== stranger);
      assert.deepEqual(decide(votes, team, quorum), decide(ours, team, quorum));
    }),
  );
});

test('V4: the order in which events arrive does not matter, nor do repeats', () => {
  fc.assert(
    fc.property(anyVotes, fc.infiniteStream(fc.nat()), (votes, random) => {
      const shuffled = votes.toSorted(() => (random.next().value % 2 === 0 ? 1 : -1));
      assert.deepEqual(decide([...shuffled, ...votes], team, quorum), decide(votes, team, quorum));
    }),
  );
});

test('V8: when both quorums are met at once the application is declined', () => {
  const votes: Vote[] = [
    { id: '$1', voter: ada, choice: 'approve' },
    { id: '$2', voter: bo, choice: 'decline' },
  ];
  assert.deepEqual(decide(votes, team, { approve: 1, decline: 1 }), { kind: 'declined', by: [bo] });
});
