import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, aVote, linkIn, openTestDoor, type TestDoor } from '../../test/support/door.ts';
import { MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';

/** From now on somebody else always writes first, until `over` is called. */
function crowd(door: TestDoor): { over(): void } {
  const { applications } = door.storage;
  const { save } = applications;
  applications.save = async () => 'stale';
  return {
    over() {
      applications.save = save;
    },
  };
}

/** How often applications were read by their id since. */
function countReads(door: TestDoor): () => number {
  const { applications } = door.storage;
  const { find } = applications;
  let reads = 0;
  applications.find = (id) => {
    reads += 1;
    return find(id);
  };
  return () => reads;
}

const changedMeanwhile = (error: unknown) =>
  error instanceof Fault && error.code === 'registration.changed-meanwhile' && error.retryable;

test('an application that others change all the time is a fault that is tried again, never an answer', async () => {
  await using door = await openTestDoor();
  const { application, statusToken } = await door.applyAndProve();
  const others = crowd(door);
  await assert.rejects(door.advance(application.id, { kind: 'decide', choice: 'approve', by: ada }), changedMeanwhile);
  await assert.rejects(door.site.withdraw(statusToken), changedMeanwhile);
  others.over();
  assert.ok((await door.site.withdraw(statusToken)).ok);
});

test('a job whose move found no gap is not done: the account is admitted by the next attempt', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await door.advance(application.id, { kind: 'votes-are', round: 1, votes: [aVote(ada, 'approve')] });
  const others = crowd(door);
  assert.deepEqual(await door.runJobs(), ['registration.changed-meanwhile']);
  assert.equal((await door.get(application.id)).stage, 'approved');
  others.over();
  await door.clock.advance(MINUTE);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'admitted');
  assert.equal(door.accounts.made.size, 1);
});

test('a refusal whose move found no gap closes the application at the next attempt', async () => {
  await using door = await openTestDoor({ declineDelay: 0 });
  const { application } = await door.applyAndProve();
  await door.advance(application.id, { kind: 'decide', choice: 'decline', by: ada });
  const others = crowd(door);
  assert.deepEqual(await door.runJobs(), ['registration.changed-meanwhile']);
  others.over();
  await door.clock.advance(MINUTE);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'closed');
});

test('a password that was set while the move found no gap can be set again: nobody is told "not now"', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await door.advance(application.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  const token = linkIn(door.mails.at(-1), 'welcome');
  const others = crowd(door);
  await assert.rejects(door.site.setPassword(token, 'quiet harbour 42'), changedMeanwhile);
  others.over();
  assert.ok((await door.site.setPassword(token, 'quiet harbour 42')).ok);
  assert.equal((await door.get(application.id)).stage, 'settled');
});

test('an application that the caller has just read is not read again', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const found = await door.get(application.id);
  const reads = countReads(door);
  const moved = await door.advance(found.id, { kind: 'decide', choice: 'approve', by: ada }, found);
  assert.ok(moved.ok);
  assert.equal(reads(), 0);
});

test('V8: an application that changed since the caller read it is read again before it moves', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const found = await door.get(application.id);
  await door.advance(found.id, { kind: 'new-round', why: 'room-moved' });
  const reads = countReads(door);
  const moved = await door.advance(found.id, { kind: 'decide', choice: 'approve', by: ada }, found);
  assert.ok(moved.ok);
  assert.equal(moved.value.round, 2, 'the other change stands');
  assert.equal(reads(), 1);
});

test('a move is never refused for what an application was when the caller read it', async () => {
  await using door = await openTestDoor();
  const { application } = await door.apply();
  const submitted = await door.get(application.id);
  await door.runJobs();
  await door.site.proveByLink(linkIn(door.mails.at(-1), 'prove'));
  const moved = await door.advance(submitted.id, { kind: 'decide', choice: 'approve', by: ada }, submitted);
  assert.ok(moved.ok, 'it waits by now, so it can be decided');
});
