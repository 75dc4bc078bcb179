import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, aVote, linkIn, openTestDoor } from '../../test/support/door.ts';

test('from the form to the password: every stage, every letter once, the room told', async () => {
  await using door = await openTestDoor();
  const { application, statusToken } = await door.applyAndProve();
  assert.equal(application.stage, 'waiting');
  assert.deepEqual(
    door.room.map(({ kind }) => kind),
    ['registration.show-notice', 'registration.react-to-notice', 'registration.react-to-notice'],
  );

  door.roomVotes = [aVote(ada, 'approve')];
  await door.advance(application.id, { kind: 'votes-are', round: 1, votes: door.roomVotes });
  await door.runJobs();
  const admitted = await door.get(application.id);
  assert.equal(admitted.stage, 'admitted');

  const welcome = linkIn(door.mails.at(-1), 'welcome');
  assert.ok((await door.site.peekWelcome(welcome)).ok);
  assert.ok((await door.site.setPassword(welcome, 'a long password')).ok);
  assert.equal(door.accounts.made.get('@lena:porter.test' as never)?.password, 'a long password');
  const again = await door.site.setPassword(welcome, 'another password');
  assert.ok(!again.ok && again.refusal === 'used');

  await door.runJobs();
  const subjects = door.mails.map(({ subject }) => subject);
  assert.equal(new Set(subjects).size, subjects.length);
  assert.equal(subjects.length, 3);
  assert.equal((await door.site.viewStatus(statusToken))?.stage, 'settled');
  const said = door.room
    .filter(({ kind }) => kind === 'registration.say-in-room')
    .map(({ payload }) => payload['what']);
  assert.deepEqual(said, ['room.thread.accountMade', 'room.thread.welcomeUsed']);
  const what = (await door.storage.applications.audit(application.id)).map((entry) => entry.what);
  assert.deepEqual(
    what.filter((word) => word !== 'letter'),
    ['submit', 'prove', 'votes-are', 'account-made', 'link-used'],
  );
});
