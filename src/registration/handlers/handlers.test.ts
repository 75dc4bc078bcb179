import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, aVote, bo, linkIn, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import type { Vote } from '../rules/decision.ts';
import { adjustAccount } from '../rules/jobs.ts';

const lena = '@lena:porter.test' as UserId;

async function vote(door: TestDoor, id: string, votes: readonly Vote[]): Promise<void> {
  door.roomVotes = votes;
  await door.advance(id, { kind: 'votes-are', round: 1, votes });
}
const subjects = (door: TestDoor) => door.mails.map(({ subject }) => subject.replace('Porter Test: ', ''));
const saidInRoom = (door: TestDoor) =>
  door.room.filter(({ kind }) => kind === 'registration.say-in-room').map(({ payload }) => payload['what']);

test('V3: a vote taken back before the account is made stops its making', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'approve')]);
  // The redaction is in the room, but its push has not come.
  door.roomVotes = [];
  await door.runJobs();
  assert.equal(door.accounts.made.size, 0);
  assert.equal((await door.get(application.id)).stage, 'waiting');
});

test('V1: the deciding vote of somebody who may not vote any more makes no account', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'approve')]);
  door.voters.delete(ada);
  await door.runJobs();
  assert.equal(door.accounts.made.size, 0);
  assert.equal((await door.get(application.id)).stage, 'waiting');
});

test('V8: two deciding votes at once make one decision, one account, one letter', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const both = [aVote(ada, 'approve'), aVote(bo, 'approve')];
  door.roomVotes = both;
  await Promise.all(
    [both.slice(0, 1), both, both.slice(1), both].map((votes) =>
      door.advance(application.id, { kind: 'votes-are', round: 1, votes }),
    ),
  );
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'admitted');
  assert.equal(door.accounts.made.size, 1);
  assert.equal(subjects(door).filter((subject) => subject.includes('welcome')).length, 1);
});

test('V13: a name taken meanwhile: nothing is touched, the applicant picks another, the votes stand', async () => {
  await using door = await openTestDoor();
  const { application, statusToken } = await door.applyAndProve();
  door.accounts.others.add('lena');
  await vote(door, application.id, [aVote(ada, 'approve')]);
  await door.runJobs();
  assert.equal(door.accounts.made.size, 0);
  assert.equal((await door.site.viewStatus(statusToken))?.nameLost, true);
  assert.match(subjects(door).at(-1) ?? '', /another name/);
  assert.deepEqual(saidInRoom(door), ['room.thread.nameLost']);

  const taken = await door.site.pickName(statusToken, 'lena');
  assert.ok(!taken.ok && taken.refusal === 'taken');
  assert.ok((await door.site.pickName(statusToken, '@Lena2:porter.test')).ok);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'admitted');
  assert.deepEqual([...door.accounts.made.keys()], ['@lena2:porter.test']);
});

test('D4: an attempt that ended after the account was made finds it again', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'approve')]);
  door.accounts.made.set(lena, { application: application.id, locked: false, closed: false });
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'admitted');
  assert.equal(door.accounts.made.size, 1);
});

test('D4: an account that was made before the decision was taken back is locked, not forgotten', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'approve')]);
  door.accounts.down = true;
  assert.deepEqual(await door.runJobs(), ['homeserver.down']);
  // The answer was lost, the account is there, and the vote is taken back before the next attempt.
  door.accounts.made.set(lena, { application: application.id, locked: false, closed: false });
  door.accounts.down = false;
  await vote(door, application.id, []);
  await door.clock.advance(MINUTE);
  await door.runJobs();
  assert.equal(door.accounts.made.get(lena)?.locked, true);
  assert.equal((await door.get(application.id)).stage, 'waiting');

  await vote(door, application.id, [aVote(bo, 'approve')]);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'admitted');
  assert.equal(door.accounts.made.get(lena)?.locked, false);
});

test('D4: what is to become of an account is never dropped because this version does not know the word', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const known = adjustAccount(application, 'lock', door.clock.now());
  for (const what of ['hide', 'toString', 7]) {
    await door.storage.jobs.add([{ ...known, key: String(what), payload: { ...known.payload, what } }]);
    assert.deepEqual(await door.runJobs(), ['job.unreadable']);
  }
});

test('N1: an approval waits for the homeserver; after an hour applicant and team are told, once', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'approve')]);
  door.accounts.down = true;
  for (let minutes = 0; minutes < 180; minutes += 10) {
    await door.runJobs();
    await door.clock.advance(10 * MINUTE);
  }
  assert.equal(subjects(door).filter((subject) => subject.includes('a little longer')).length, 1);
  assert.deepEqual(saidInRoom(door), ['room.thread.delayed']);
  door.accounts.down = false;
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'admitted');
});

test('a refusal is sent after its time to think again, once, and ends the application', async () => {
  await using door = await openTestDoor();
  const { application, statusToken } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'decline')]);
  await door.runJobs();
  assert.ok(!subjects(door).includes('about your application'));

  await vote(door, application.id, [aVote(bo, 'approve'), aVote(ada, 'decline')]);
  await door.clock.advance(10 * MINUTE);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'closed');
  assert.equal(subjects(door).filter((subject) => subject === 'about your application').length, 1);
  const late = await door.site.withdraw(statusToken);
  assert.ok(!late.ok && late.refusal === 'too-late');
  assert.deepEqual(saidInRoom(door), ['room.thread.refusalSent']);
  assert.equal(await door.storage.applications.nameClaimed(application.localpart), false);
});

test('a refusal whose votes changed is not sent', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'decline')]);
  await door.clock.advance(5 * MINUTE);
  await vote(door, application.id, []);
  await door.clock.advance(DAY);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'waiting');
  assert.ok(!subjects(door).includes('about your application'));
});

test('a mail server that is down loses no letter; a refusal that cannot be delivered closes all the same, and the team is told', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'decline')]);
  await door.clock.advance(10 * MINUTE);
  door.mailFault = new Fault('down', { code: 'email.down', retryable: true, scope: 'channel' });
  assert.deepEqual(await door.runJobs(), ['email.down']);
  assert.equal((await door.get(application.id)).stage, 'declined');
  door.mailFault = new Fault('gone', { code: 'email.address-refused', retryable: false, scope: 'person' });
  await door.clock.advance(MINUTE);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'closed');
  assert.deepEqual(saidInRoom(door), ['room.thread.refusalUndeliverable']);
  const last = (await door.storage.applications.audit(application.id)).at(-1);
  assert.ok(last?.what === 'refusal-sent');
  assert.deepEqual([last.from, last.to, last.letter], ['declined', 'closed', 'refused']);
});

test('a repeated letter has the Message-ID and the Date of the first attempt', async () => {
  await using door = await openTestDoor();
  await door.apply();
  door.mailFault = new Fault('lost answer', {
    ...{ code: 'email.unknown', retryable: true, scope: 'message', outcome: 'unknown' },
  });
  await door.runJobs();
  const first = door.clock.now();
  await door.clock.advance(HOUR);
  door.mailFault = undefined;
  await door.runJobs();
  assert.equal(door.mails.length, 1);
  assert.equal(door.mails[0]?.date, first);
});

test('nobody decided in time: the application expires with a letter, and the notice says so', async () => {
  await using door = await openTestDoor({ decideWithin: 3 * DAY });
  const { application, statusToken } = await door.applyAndProve();
  await door.clock.advance(3 * DAY);
  await door.runJobs();
  const ended = await door.get(application.id);
  assert.ok(ended.stage === 'expired' && ended.why === 'nobody-decided');
  assert.match(subjects(door).at(-1) ?? '', /expired/);
  assert.deepEqual(saidInRoom(door), ['room.thread.expired']);
  assert.equal((await door.site.viewStatus(statusToken))?.why, 'nobody-decided');
});

test('V13: who picks no other name in time is told so in words of its own, page, letter and notice alike', async () => {
  await using door = await openTestDoor({ decideWithin: 3 * DAY });
  const { application, statusToken } = await door.applyAndProve();
  door.accounts.others.add('lena');
  await vote(door, application.id, [aVote(ada, 'approve')]);
  await door.runJobs();
  assert.match(subjects(door).at(-1) ?? '', /another name/);
  await door.clock.advance(3 * DAY);
  await door.runJobs();
  const ended = await door.get(application.id);
  assert.ok(ended.stage === 'expired' && ended.why === 'no-name-picked');
  assert.equal((await door.site.viewStatus(statusToken))?.why, 'no-name-picked');
  assert.match(door.mails.at(-1)?.text ?? '', /no other name was chosen/);
  assert.deepEqual(saidInRoom(door), ['room.thread.nameLost', 'room.thread.noNamePicked']);
  // Back to the team only while nobody has the name.
  const reopen = { kind: 'reopen', by: ada } as const;
  assert.deepEqual(await door.advance(application.id, reopen), { ok: false, refusal: 'name-taken', detail: undefined });
  door.accounts.others.delete('lena');
  assert.ok((await door.advance(application.id, reopen)).ok);
});

test("the welcome letter's links name the server and the account where their addresses ask for it", async () => {
  const clients = [{ name: 'App', url: 'https://app.example/?server={server}&user={userId}' }];
  await using door = await openTestDoor({ clients });
  const { application } = await door.applyAndProve();
  await door.advance(application.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  assert.match(
    door.mails.at(-1)?.text ?? '',
    /App: https:\/\/app\.example\/\?server=porter\.test&user=%40lena%3Aporter\.test\n/,
  );
});

test('a welcome link that expires unused: one reminder with a new link, and a word in the thread', async () => {
  await using door = await openTestDoor({ welcomeWithin: 7 * DAY });
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'approve')]);
  await door.runJobs();
  const first = linkIn(door.mails.at(-1), 'welcome');
  // Somebody asked for another letter in between: its link is good for longer.
  await door.clock.advance(5 * DAY);
  assert.ok((await door.site.renewWelcome(first)).ok);
  await door.runJobs();
  const second = linkIn(door.mails.at(-1), 'welcome');
  const sent = door.mails.length;
  await door.clock.advance(6 * DAY);
  await door.runJobs();
  assert.equal(door.mails.length, sent);
  await door.clock.advance(2 * DAY);
  await door.runJobs();
  assert.equal(door.mails.length, sent + 1);
  assert.match(subjects(door).at(-1) ?? '', /still waiting/);
  assert.deepEqual(saidInRoom(door), ['room.thread.accountMade', 'room.thread.welcomeUnused']);
  assert.ok(!(await door.site.peekWelcome(second)).ok);
  const third = linkIn(door.mails.at(-1), 'welcome');
  assert.ok((await door.site.peekWelcome(third)).ok);

  await door.clock.advance(60 * DAY);
  await door.runJobs();
  assert.equal(door.mails.length, sent + 1, 'once');
  assert.equal((await door.get(application.id)).stage, 'admitted');
});

test('who has set a password in time is not reminded', async () => {
  await using door = await openTestDoor({ welcomeWithin: 7 * DAY });
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'approve')]);
  await door.runJobs();
  assert.ok((await door.site.setPassword(linkIn(door.mails.at(-1), 'welcome'), 'quiet harbour 42')).ok);
  const sent = door.mails.length;
  await door.clock.advance(8 * DAY);
  await door.runJobs();
  assert.equal(door.mails.length, sent);
});

test('an approval that waits can be taken back by votes; nothing is made before its time', async () => {
  await using door = await openTestDoor({ approveDelay: HOUR });
  const { application } = await door.applyAndProve();
  await vote(door, application.id, [aVote(ada, 'approve')]);
  await door.runJobs();
  assert.equal(door.accounts.made.size, 0);
  await vote(door, application.id, []);
  await door.clock.advance(2 * HOUR);
  await door.runJobs();
  assert.equal(door.accounts.made.size, 0);
  await vote(door, application.id, [aVote(bo, 'approve')]);
  await door.clock.advance(HOUR);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'admitted');
  assert.ok(linkIn(door.mails.at(-1), 'welcome'));
});

test('every letter that is sent stands in the audit by its kind, the refusal and the reminder too', async () => {
  await using door = await openTestDoor({ welcomeWithin: 7 * DAY });
  const letters = async (id: string) =>
    (await door.storage.applications.audit(id)).flatMap((entry) => (entry.what === 'letter' ? [entry.letter] : []));

  const { application: refused } = await door.applyAndProve();
  await door.advance(refused.id, { kind: 'decide', choice: 'decline', by: ada });
  await door.clock.advance(10 * MINUTE);
  await door.runJobs();
  assert.deepEqual(await letters(refused.id), ['prove', 'received', 'refused']);

  const { application: admitted } = await door.applyAndProve({ username: 'ola', email: 'ola@example.org' });
  await door.advance(admitted.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  await door.clock.advance(8 * DAY);
  await door.runJobs();
  assert.deepEqual(await letters(admitted.id), ['prove', 'received', 'welcome', 'welcome-reminder']);

  door.accounts.addresses.set('zoe@example.org', '@owner:porter.test' as UserId);
  const { application: known } = await door.apply({ username: 'zoe', email: 'zoe@example.org' });
  await door.runJobs();
  assert.deepEqual(await letters(known.id), ['already-account']);
});
