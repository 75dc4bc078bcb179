import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ada, aVote, bo, someSettings, stranger } from '../../../test/support/door.ts';
import { anOrder } from '../../../test/support/order.ts';
import { parseEmailAddress } from '../../kernel/email-address.ts';
import type { Localpart, UserId } from '../../kernel/matrix-id.ts';
import type { Application, Common, InStage, Stage } from '../application.ts';
import type { Command, Facts, Move } from './command.ts';
import type { Vote } from './decision.ts';
import { moves } from './moves.ts';

const now = 1_700_000_000_000;
const userId = '@lena:porter.test' as UserId;
const common: Common = {
  ...{ id: '0190', shortId: 7, version: 4, entry: 3, round: 1, createdAt: now - 1_000, since: now - 500 },
  ...{ language: 'en', localpart: 'lena' as Localpart, userId: undefined },
  order: anOrder({ displayName: 'Lena', reason: 'because' }),
  ...{ email: parseEmailAddress('lena@example.org') ?? assert.fail(), addressHash: 'abc' },
};
const decided = { votes: [aVote(ada, 'approve')], by: [ada], how: 'votes' } as const;
const against = { votes: [aVote(ada, 'decline')], by: [ada], how: 'votes' } as const;

const examples: { readonly [S in Stage]: InStage<S> } = {
  submitted: { ...common, stage: 'submitted' },
  waiting: { ...common, stage: 'waiting', votes: [] },
  approved: { ...common, ...decided, stage: 'approved', actsAt: now, nameLost: false },
  admitted: { ...common, ...decided, stage: 'admitted', userId },
  settled: { ...common, ...decided, stage: 'settled', userId },
  declined: { ...common, ...against, stage: 'declined', actsAt: now + 600_000 },
  closed: { ...common, ...against, stage: 'closed' },
  expired: { ...common, stage: 'expired', why: 'nobody-decided' },
  withdrawn: { ...common, stage: 'withdrawn' },
};

const facts = (over: Partial<Facts> = {}): Facts => ({
  ...{ voters: new Set([ada, bo]), name: 'free', teamLoad: [], teamAt: undefined },
  ...over,
});
const apply = (found: Application, command: Command, over: Partial<Facts> = {}, settings = someSettings()) =>
  (moves[command.kind] as Move).apply(found, command, { ...facts(over), now, settings });

const keysOf = (jobs: readonly { kind: string; payload: { [key: string]: unknown } }[]) =>
  jobs.map(({ kind, payload }) =>
    [kind, payload['letter'] ?? payload['mark'] ?? payload['what']].filter(Boolean).join(' '),
  );

function moved(found: Application, command: Command, over: Partial<Facts> = {}, settings = someSettings()) {
  const outcome = apply(found, command, over, settings);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal);
  return { ...outcome.value, kinds: keysOf(outcome.value.jobs) };
}
function refused(found: Application, command: Command, over: Partial<Facts> = {}) {
  const outcome = apply(found, command, over);
  return outcome.ok ? `→ ${outcome.value.next.stage}` : outcome.refusal;
}

const everyCommand: readonly Command[] = [
  { kind: 'prove', by: 'code', email: examples.submitted.email },
  { kind: 'end-proof' },
  { kind: 'withdraw' },
  { kind: 'expire', entry: 3 },
  { kind: 'votes-are', round: 1, votes: [aVote(bo, 'approve')] },
  { kind: 'votes-are', round: 1, votes: [aVote(bo, 'decline')] },
  { kind: 'votes-are', round: 1, votes: [] },
  { kind: 'decide', choice: 'approve', by: ada },
  { kind: 'decide', choice: 'decline', by: ada },
  { kind: 'undo', by: ada },
  { kind: 'reopen', by: ada },
  { kind: 'new-round', why: 'room-moved' },
  { kind: 'account-made', entry: 3, userId },
  { kind: 'name-lost', entry: 3 },
  { kind: 'pick-name', name: 'other' as Localpart },
  { kind: 'refusal-sent', entry: 3, letter: 'sent' },
  { kind: 'link-used', spends: 'hash' },
];

test('whatever happens in whatever stage: the version counts up, a new stage is a new entry, job keys are of the entry', () => {
  for (const found of Object.values(examples)) {
    for (const command of everyCommand) {
      const outcome = apply(found, command);
      if (!outcome.ok) continue;
      const { next, jobs } = outcome.value;
      assert.equal(next.version, found.version + 1);
      assert.equal(next.id, found.id);
      if (next.stage !== found.stage) assert.equal(next.entry, found.entry + 1, `${found.stage} ${command.kind}`);
      assert.equal(new Set(jobs.map(({ key }) => key)).size, jobs.length);
      for (const job of jobs) {
        assert.equal(job.payload['entry'], next.entry);
        assert.ok(job.expiresAt > job.dueAt);
      }
      // Nothing of the stage that was left stays behind.
      if (next.stage === 'waiting') assert.ok(!('how' in next) && !('by' in next) && !('actsAt' in next));
    }
  }
});

test('the ways out of every stage are the ones of the design', () => {
  const ways = Object.fromEntries(
    Object.values(examples).map((found) => {
      const stages = everyCommand.flatMap((command) => {
        const outcome = apply(found, command);
        return outcome.ok && outcome.value.next.stage !== found.stage ? [outcome.value.next.stage] : [];
      });
      return [found.stage, [...new Set(stages)].sort()];
    }),
  );
  assert.deepEqual(ways, {
    submitted: ['expired', 'waiting', 'withdrawn'],
    waiting: ['approved', 'declined', 'expired', 'withdrawn'],
    approved: ['admitted', 'declined', 'waiting'],
    admitted: ['settled', 'waiting'],
    settled: [],
    declined: ['approved', 'closed', 'waiting', 'withdrawn'],
    closed: ['waiting'],
    expired: ['waiting'],
    withdrawn: [],
  });
});

test('a proof brings the letter, the notice with its marks and the clock', () => {
  const { next, kinds } = moved(examples.submitted, {
    kind: 'prove',
    by: 'link',
    email: examples.submitted.email,
    spends: 'h',
  });
  assert.equal(next.stage, 'waiting');
  assert.equal(next.round, 1);
  assert.deepEqual(kinds, [
    'registration.send-letter received',
    'registration.show-notice',
    'registration.react-to-notice ✅',
    'registration.react-to-notice ❌',
    'registration.expire-application',
  ]);
  assert.equal(
    refused(examples.submitted, { kind: 'prove', by: 'code', email: examples.submitted.email }, { name: 'taken' }),
    'name-taken',
  );
  assert.equal(
    refused(examples.submitted, { kind: 'prove', by: 'code', email: examples.submitted.email }, { name: 'unknown' }),
    '→ waiting',
  );
  assert.equal(
    refused(examples.waiting, { kind: 'prove', by: 'code', email: examples.submitted.email }),
    'nothing-changed',
  );
  assert.equal(refused(examples.withdrawn, { kind: 'prove', by: 'code', email: examples.submitted.email }), 'ended');
});

const anyVotes: fc.Arbitrary<readonly Vote[]> = fc.uniqueArray(
  fc.record(
    {
      id: fc.constantFrom('$1', '$2', '$3', '$4', '$5', '$6'),
      voter: fc.constantFrom(ada, bo, stranger),
      choice: fc.constantFrom('approve' as const, 'decline' as const),
    },
    // Equal votes must be equal for `deepEqual`, which compares prototypes too.
    { noNullPrototype: true },
  ),
  { selector: (vote) => vote.id, maxLength: 6 },
);

test('V4: votes in any order, and told again, come to the same application', () => {
  const settings = someSettings({ quorum: { approve: 2, decline: 1 }, approveDelay: 60_000 });
  fc.assert(
    fc.property(anyVotes, fc.array(anyVotes, { maxLength: 4 }), (last, before) => {
      let found: Application = examples.waiting;
      for (const votes of [...before, last]) {
        const outcome = apply(found, { kind: 'votes-are', round: 1, votes }, {}, settings);
        if (outcome.ok) found = outcome.value.next;
        else assert.equal(outcome.refusal, 'nothing-changed');
        // The same again, the other way round, changes nothing.
        const again = apply(found, { kind: 'votes-are', round: 1, votes: votes.toReversed() }, {}, settings);
        assert.ok(!again.ok && again.refusal === 'nothing-changed');
      }
      const direct = apply(examples.waiting, { kind: 'votes-are', round: 1, votes: last }, {}, settings);
      const expected = direct.ok ? direct.value.next : examples.waiting;
      assert.equal(found.stage, expected.stage);
      assert.deepEqual('votes' in found && found.votes, 'votes' in expected && expected.votes);
      assert.deepEqual('by' in found && found.by, 'by' in expected && expected.by);
      assert.equal(found.round, 1);
    }),
  );
});

test('V1: a voter who may not vote any more no longer holds a decision that has not acted', () => {
  const command = { kind: 'votes-are', round: 1, votes: decided.votes } as const;
  const { next, kinds } = moved(examples.approved, command, { voters: new Set([bo]) });
  assert.equal(next.stage, 'waiting');
  assert.deepEqual(kinds, ['registration.show-notice', 'registration.expire-application']);
});

test('V8: both quorums at once is declined, also out of an approval that has not acted', () => {
  const votes = [aVote(ada, 'approve'), aVote(bo, 'decline')];
  assert.equal(moved(examples.waiting, { kind: 'votes-are', round: 1, votes }).next.stage, 'declined');
  assert.equal(moved(examples.approved, { kind: 'votes-are', round: 1, votes }).next.stage, 'declined');
});

test('a refusal waits, and votes that change until then still count', () => {
  const declined = moved(examples.waiting, { kind: 'votes-are', round: 1, votes: against.votes });
  const refusal = declined.jobs.find(({ kind }) => kind === 'registration.send-refusal');
  assert.equal(refusal?.dueAt, now + 600_000);
  const back = moved(declined.next, { kind: 'votes-are', round: 1, votes: [] });
  assert.equal(back.next.stage, 'waiting');
  assert.equal(back.next.round, 1);
  assert.equal(moved(declined.next, { kind: 'votes-are', round: 1, votes: decided.votes }).next.stage, 'approved');
});

test("a person's word is not counted again", () => {
  const byHand = moved(examples.waiting, { kind: 'decide', choice: 'decline', by: 'cli:root', reason: 'spam' }).next;
  assert.ok(byHand.stage === 'declined' && byHand.how === 'person');
  const heard = moved(byHand, { kind: 'votes-are', round: 1, votes: decided.votes });
  assert.equal(heard.next.stage, 'declined');
  assert.deepEqual(heard.kinds, ['registration.show-notice']);
  assert.equal(refused(byHand, { kind: 'decide', choice: 'decline', by: ada }), 'nothing-changed');
  assert.equal(refused(examples.admitted, { kind: 'decide', choice: 'decline', by: ada }), 'too-late');
  assert.equal(refused(examples.submitted, { kind: 'decide', choice: 'approve', by: ada }), 'not-proved');
});

test('undo starts a new round with a fresh notice, ends the welcome link and locks the account', () => {
  const { next, kinds, voids } = moved(examples.admitted, { kind: 'undo', by: ada });
  assert.ok(next.stage === 'waiting' && next.votes.length === 0);
  assert.equal(next.round, 2);
  assert.equal(next.userId, userId);
  assert.deepEqual(voids, ['welcome']);
  assert.deepEqual(kinds, [
    'registration.adjust-account lock',
    'registration.show-notice',
    'registration.react-to-notice ✅',
    'registration.react-to-notice ❌',
    'registration.expire-application',
    'registration.say-in-room room.thread.undoneLocked',
  ]);
  assert.equal(refused(examples.settled, { kind: 'undo', by: ada }), 'too-late');

  // Approval unlocks what was made, a refusal closes it once it is sent.
  assert.ok(
    moved(next, { kind: 'decide', choice: 'approve', by: ada }).kinds.includes('registration.adjust-account unlock'),
  );
  const declined = moved(next, { kind: 'decide', choice: 'decline', by: ada }).next;
  const closed = moved(declined, { kind: 'refusal-sent', entry: declined.entry, letter: 'sent' });
  assert.ok(closed.kinds.includes('registration.adjust-account close'));
  const undelivered = moved(declined, { kind: 'refusal-sent', entry: declined.entry, letter: 'refused' });
  assert.equal(undelivered.next.stage, 'closed');
  assert.deepEqual(undelivered.kinds, [
    'registration.say-in-room room.thread.refusalUndeliverable',
    'registration.adjust-account close',
  ]);
  assert.equal(refused(closed.next, { kind: 'reopen', by: ada }), 'name-taken');
});

test('reopen takes back what ended, if the name is free', () => {
  for (const stage of ['declined', 'closed', 'expired'] as const) {
    const { next } = moved(examples[stage], { kind: 'reopen', by: ada });
    assert.equal(next.stage, 'waiting');
    assert.equal(next.round, 2);
    assert.equal(refused(examples[stage], { kind: 'reopen', by: ada }, { name: 'taken' }), 'name-taken');
    assert.equal(refused(examples[stage], { kind: 'reopen', by: ada }, { name: 'unknown' }), '→ waiting');
  }
  for (const why of ['not-proved', 'too-many-codes'] as const) {
    assert.equal(refused({ ...examples.expired, why }, { kind: 'reopen', by: ada }), 'never-proved');
  }
  assert.equal(refused(examples.submitted, { kind: 'reopen', by: ada }), 'not-proved');
  assert.equal(refused(examples.waiting, { kind: 'reopen', by: ada }), 'open-already');
  assert.equal(refused(examples.admitted, { kind: 'reopen', by: ada }), 'not-waiting');
  assert.equal(refused(examples.withdrawn, { kind: 'reopen', by: ada }), 'not-waiting');
});

test('V13: a lost name stops the creation, and another one goes on with the same votes', () => {
  const lost = moved(examples.approved, { kind: 'name-lost', entry: 3 });
  assert.deepEqual(lost.kinds, [
    'registration.send-letter name-lost',
    'registration.say-in-room room.thread.nameLost',
    'registration.expire-application',
  ]);
  assert.equal(refused(lost.next, { kind: 'name-lost', entry: 3 }), 'nothing-changed');
  assert.equal(refused(examples.approved, { kind: 'pick-name', name: 'other' as Localpart }), 'too-late');
  const picked = moved(lost.next, { kind: 'pick-name', name: 'other' as Localpart });
  assert.ok(picked.next.stage === 'approved' && !picked.next.nameLost);
  assert.equal(picked.next.localpart, 'other');
  assert.deepEqual(picked.next.by, [ada]);
  assert.equal(picked.jobs[0]?.destination, 'account:other');
});

test('what a new account lacks is told in the thread, one word for each, when it is admitted', () => {
  const missed = (room: string) => ({ kind: 'room', missed: { room, why: 'unknown', values: {} } }) as const;
  const shortfalls = [missed('#a:x'), missed('#b:x'), { kind: 'rooms', code: 'c' }, { kind: 'address' }] as const;
  const { jobs, kinds } = moved(examples.approved, { kind: 'account-made', entry: 3, userId, shortfalls });
  assert.deepEqual(
    kinds.filter((kind) => kind.startsWith('registration.say-in-room')),
    ['accountMade', 'missedRoom', 'missedRoom', 'missedRooms', 'addressNotBound'].map(
      (what) => `registration.say-in-room room.thread.${what}`,
    ),
  );
  assert.equal(new Set(jobs.map(({ key }) => key)).size, jobs.length);
  const { kinds: untouched } = moved(examples.approved, { kind: 'name-lost', entry: 3 });
  assert.ok(untouched.includes('registration.say-in-room room.thread.nameLost'));
  const { kinds: touched } = moved(examples.approved, { kind: 'name-lost', entry: 3, touched: true });
  assert.ok(touched.includes('registration.say-in-room room.thread.nameLostTouched'));
});

test('an account that was made although the decision was taken back is ours, and locked', () => {
  const { next, kinds } = moved(examples.waiting, { kind: 'account-made', entry: 2, userId });
  assert.equal(next.stage, 'waiting');
  assert.equal(next.userId, userId);
  assert.deepEqual(kinds, ['registration.adjust-account lock']);
  assert.deepEqual(moved(examples.withdrawn, { kind: 'account-made', entry: 2, userId }).kinds, [
    'registration.adjust-account close',
  ]);
});

test('N7: a clock job of an earlier stage entry does nothing', () => {
  for (const found of Object.values(examples)) {
    assert.equal(refused(found, { kind: 'expire', entry: found.entry - 1 }), 'nothing-changed');
  }
});

test('V3: votes of an earlier round decide nothing, however late they were counted', () => {
  const again = { ...examples.waiting, round: 2 };
  const votes = [aVote(bo, 'approve')];
  assert.equal(refused(again, { kind: 'votes-are', round: 1, votes }), 'nothing-changed');
  assert.equal(moved(again, { kind: 'votes-are', round: 2, votes }).next.stage, 'approved');
});
