import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDead } from '../../../test/support/dead-job.ts';
import { ada, aVote, linkIn, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { sendLetter } from '../rules/jobs.ts';
import { resend } from '../team/commands/resend.ts';

const noSuchMailbox = new Fault('gone', { code: 'email.address-refused', retryable: false, scope: 'person' });
const letterRefused = new Fault('no', { code: 'email.letter-refused', retryable: false, scope: 'message' });
const away = new Fault('down', { code: 'email.down', retryable: true, scope: 'channel' });
const busy = new Fault('later', { code: 'email.later', retryable: true, scope: 'person' });

const undelivered = (door: TestDoor) =>
  door.room
    .filter(
      ({ kind, payload }) => kind === 'registration.say-in-room' && String(payload['what']).endsWith('Undeliverable'),
    )
    .map(({ payload }) => payload['what']);

async function approved(door: TestDoor) {
  const applied = await door.applyAndProve();
  const votes = [aVote(ada, 'approve')];
  door.roomVotes = votes;
  await door.advance(applied.application.id, { kind: 'votes-are', round: 1, votes });
  return applied;
}

/** The welcome letter is a dead letter by now, as it is after such a fault. */
async function becomesDead(door: TestDoor): Promise<void> {
  const jobs = await door.storage.desk.list({ state: 'waiting', limit: 99 });
  const letter = jobs.find(({ key }) => key.startsWith('letter:welcome:'));
  await makeDead(door.storage, letter?.id ?? '', door.clock.now());
}

async function triedAgain(door: TestDoor): Promise<readonly string[]> {
  await door.clock.advance(MINUTE);
  return await door.runJobs();
}

test('N6: a welcome letter refused for good stays a failed job, and the team is told once, however often it is tried', async () => {
  await using door = await openTestDoor();
  const { application } = await approved(door);
  door.mailFault = away;
  assert.deepEqual(await door.runJobs(), ['email.down']);
  door.mailFault = busy;
  assert.deepEqual(await triedAgain(door), ['email.later']);
  assert.deepEqual(undelivered(door), [], 'what can still arrive is no news');

  door.mailFault = noSuchMailbox;
  // As after a crash between the word to the team and the end of the job, or a retry by hand.
  for (let round = 0; round < 3; round += 1) assert.deepEqual(await triedAgain(door), ['email.address-refused']);
  assert.deepEqual(undelivered(door), ['room.thread.welcomeUndeliverable']);
  const said = door.room.find(({ payload }) => payload['what'] === 'room.thread.welcomeUndeliverable');
  assert.deepEqual(said?.payload['values'], { id: application.shortId });

  door.mailFault = undefined;
  const { applications } = door.storage;
  await becomesDead(door);
  assert.ok((await resend.act({ shortId: application.shortId, by: ada }, { ...door, applications })).ok);
  await triedAgain(door);
  assert.match(door.mails.at(-1)?.text ?? '', /\/welcome\//);
});

test('N6: each further letter that is refused is told of itself, the reminder too', async () => {
  await using door = await openTestDoor({ welcomeWithin: 7 * DAY });
  const { application } = await approved(door);
  door.mailFault = letterRefused;
  await door.runJobs();
  await becomesDead(door);
  await resend.act({ shortId: application.shortId, by: ada }, { ...door, applications: door.storage.applications });
  await triedAgain(door);
  assert.equal(undelivered(door).length, 2);
  await door.clock.advance(7 * DAY);
  await door.runJobs();
  assert.equal(undelivered(door).length, 3);
});

test('N6: a lost request for another name is told, and so is the end that nobody heard of', async () => {
  await using door = await openTestDoor({ decideWithin: 3 * DAY });
  await approved(door);
  door.accounts.others.add('lena');
  door.mailFault = noSuchMailbox;
  await door.runJobs();
  assert.deepEqual(undelivered(door), ['room.thread.nameLostUndeliverable']);
  await door.clock.advance(3 * DAY);
  await door.runJobs();
  assert.deepEqual(undelivered(door), ['room.thread.nameLostUndeliverable', 'room.thread.expiredUndeliverable']);
});

test('N6: a refusal whose letter is refused ends the application; sent again by hand and refused again, it is told again', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const votes = [aVote(ada, 'decline')];
  door.roomVotes = votes;
  await door.advance(application.id, { kind: 'votes-are', round: 1, votes });
  door.mailFault = letterRefused;
  await door.clock.advance(10 * MINUTE);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'closed');
  await resend.act({ shortId: application.shortId, by: ada }, { ...door, applications: door.storage.applications });
  await triedAgain(door);
  assert.deepEqual(undelivered(door), ['room.thread.refusalUndeliverable', 'room.thread.refusalUndeliverable']);
});

test('N6: a refusal that goes out while its decision is taken back is told, once', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const votes = [aVote(ada, 'decline')];
  door.roomVotes = votes;
  await door.advance(application.id, { kind: 'votes-are', round: 1, votes });
  door.meanwhile = () => door.advance(application.id, { kind: 'votes-are', round: 1, votes: [] });
  await door.clock.advance(10 * MINUTE);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'waiting');
  assert.match(door.mails.at(-1)?.subject ?? '', /application/i);
  const said = door.room
    .filter(({ kind }) => kind === 'registration.say-in-room')
    .map(({ payload }) => payload['what']);
  assert.deepEqual(said, ['room.thread.refusalOut']);
});

test('a letter that nobody knows is left for a person to look at', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const letter = sendLetter(application, 'received', door.clock.now(), 9);
  for (const kind of ['already-open', 'toString']) {
    await door.storage.jobs.add([{ ...letter, key: kind, payload: { ...letter.payload, letter: kind } }]);
    assert.deepEqual(await door.runJobs(), ['job.unreadable']);
  }
});

test('N6: a lost receipt holds nobody up and is no news', async () => {
  await using door = await openTestDoor();
  await door.apply();
  await door.runJobs();
  assert.ok((await door.site.proveByLink(linkIn(door.mails.at(-1), 'prove'))).ok);
  door.mailFault = noSuchMailbox;
  assert.deepEqual(await door.runJobs(), ['email.address-refused']);
  assert.deepEqual(undelivered(door), []);
});
