import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDead } from '../../../test/support/dead-job.ts';
import { ada, aVote, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { givenUpJobs } from '../../app/registration/tell-given-up.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { JobView } from '../../outbox/ports/job-desk.ts';
import type { Vote } from '../rules/decision.ts';
import { sendLetter } from '../rules/jobs.ts';
import { makeSayGivenUp } from './say-given-up.ts';

async function decide(door: TestDoor, choice: Vote['choice']) {
  const { application } = await door.applyAndProve();
  const votes = [aVote(ada, choice)];
  door.roomVotes = votes;
  await door.advance(application.id, { kind: 'votes-are', round: 1, votes });
  return application;
}

async function giveUp(door: TestDoor, kind: string): Promise<JobView> {
  const { desk } = door.storage;
  const job = (await desk.list({ limit: 99 })).find((each) => each.kind === kind && each.state !== 'done');
  assert.ok(job);
  await makeDead(door.storage, job.id, door.clock.now());
  return job;
}

const look = (door: TestDoor) => {
  const { applications, jobs, desk } = door.storage;
  return makeSayGivenUp({ givenUp: givenUpJobs(desk), applications, jobs, clock: door.clock, remembered: 30 * DAY })();
};

const said = (door: TestDoor) =>
  door.room.filter(({ payload }) => String(payload['what']).endsWith('GivenUp')).map(({ payload }) => payload);

for (const { choice, kind, what } of [
  { choice: 'approve', kind: 'registration.create-account', what: 'room.thread.accountGivenUp' },
  { choice: 'decline', kind: 'registration.send-refusal', what: 'room.thread.refusalGivenUp' },
] as const) {
  test(`N5: an application whose ${kind} was given up is not forgotten: its thread says so, once each time`, async () => {
    await using door = await openTestDoor();
    const application = await decide(door, choice);
    await look(door);
    const job = await giveUp(door, kind);
    for (let round = 0; round < 3; round += 1) await look(door);
    await door.runJobs();
    const values = { id: application.shortId, job: job.number };
    assert.deepEqual(
      said(door).map((payload) => [payload['what'], payload['values']]),
      [[what, values]],
    );

    await door.clock.advance(MINUTE);
    assert.equal(await door.storage.desk.retry(job.id, door.clock.now()), 'retried');
    await look(door);
    await giveUp(door, kind);
    await look(door);
    await door.runJobs();
    assert.equal(said(door).length, 2);

    await door.clock.advance(30 * DAY);
    await door.storage.tidy({ done: 30 * DAY, ended: 180 * DAY });
    await look(door);
    await door.runJobs();
    assert.equal(said(door).length, 2, 'nor again once what was said is forgotten');
  });
}

test('what was given up for a decision that no longer stands, or is no end of anything, is not told', async () => {
  await using door = await openTestDoor();
  const application = await decide(door, 'approve');
  await giveUp(door, 'registration.create-account');
  await giveUp(door, 'registration.tell-delay');
  await door.advance(application.id, { kind: 'undo', by: ada });
  await look(door);
  await door.runJobs();
  assert.deepEqual(said(door), []);
});

test('N6: a welcome letter for which the mail server was away too long is told, once; a refusal of it later adds nothing', async () => {
  await using door = await openTestDoor();
  const application = await decide(door, 'approve');
  door.mailFault = new Fault('down', { code: 'email.down', retryable: true, scope: 'channel' });
  await door.runJobs();
  await look(door);
  const { desk } = door.storage;
  const letter = (await desk.list({ limit: 99 })).find(({ payload }) => payload.includes('"welcome"'));
  assert.ok(letter);
  await door.clock.advance(3 * DAY);
  assert.ok((await door.storage.jobs.expire(door.clock.now())) > 0);
  for (let round = 0; round < 3; round += 1) await look(door);
  await door.runJobs();
  const told = () =>
    door.room
      .map(({ payload }) => payload)
      .filter(({ what }) => /letterGivenUp|Undeliverable/.test(String(what)))
      .map(({ what, values }) => [what, values]);
  const once = [['room.thread.letterGivenUp', { id: application.shortId, job: letter.number }]];
  assert.deepEqual(told(), once);

  door.mailFault = new Fault('no', { code: 'email.letter-refused', retryable: false, scope: 'message' });
  assert.equal(await desk.retry(letter.id, door.clock.now()), 'retried');
  await door.runJobs();
  await look(door);
  await door.runJobs();
  assert.deepEqual(told(), once);
});

test('letters whose loss holds nobody up, and those of a past stage, are not told', async () => {
  await using door = await openTestDoor();
  const application = await decide(door, 'approve');
  await door.storage.jobs.add([sendLetter(application, 'received', door.clock.now(), 9)]);
  await giveUp(door, 'registration.send-letter');
  await look(door);
  door.mailFault = new Fault('down', { code: 'email.down', retryable: true, scope: 'channel' });
  await door.runJobs();
  await giveUp(door, 'registration.send-letter');
  await door.advance(application.id, { kind: 'undo', by: ada });
  await look(door);
  await door.runJobs();
  assert.deepEqual(
    door.room.filter(({ payload }) => payload['what'] === 'room.thread.letterGivenUp'),
    [],
  );
});

test('N5: it is found among however many others were given up', async () => {
  await using door = await openTestDoor();
  await decide(door, 'approve');
  const now = door.clock.now();
  const others = Array.from({ length: 1_100 }, (_, n) => ({
    ...{
      key: `other-${n}`,
      kind: 'registration.tell-delay',
      destination: `clock:${n}`,
      lane: 'clean-up' as const,
      payload: {},
    },
    ...{ dueAt: now, expiresAt: now },
  }));
  await door.storage.jobs.add(others);
  assert.ok((await door.storage.jobs.expire(now)) >= others.length);
  const { desk } = door.storage;
  const job = (await desk.list({ state: 'waiting', limit: 99 })).find(
    ({ kind }) => kind === 'registration.create-account',
  );
  assert.ok(job);
  await makeDead(door.storage, job.id, now);
  await look(door);
  await door.runJobs();
  assert.deepEqual(
    said(door).map(({ what }) => what),
    ['room.thread.accountGivenUp'],
  );
});

test('N5: a job that is parked because its part was left out is not given up, because the next start takes it back', async () => {
  await using door = await openTestDoor();
  await decide(door, 'approve');
  const [job] = await door.storage.desk.list({ limit: 1, kind: 'registration.create-account' });
  assert.ok(job);
  const parkedWith = (code: string) =>
    givenUpJobs({ list: async ({ state }) => (state === 'parked' ? [{ ...job, state: 'parked', code }] : []) });
  assert.deepEqual(await Array.fromAsync(parkedWith('no-handler').all()), []);
  assert.equal((await Array.fromAsync(parkedWith('unreadable').all())).length, 1);
});
