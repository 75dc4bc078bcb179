import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, aVote, openTestDoor, type TestDoor } from '../../test/support/door.ts';
import type { JobView } from '../outbox/ports/job-desk.ts';
import { parsePayload } from '../storage/outbox/job-rows.ts';
import { makeJobsInWords } from './jobs-in-words.ts';
import { adjustAccount, registrationKinds, sendLetter, sendRefusal } from './rules/jobs.ts';

const words = ({ storage: { applications }, clock }: TestDoor) => makeJobsInWords({ applications, clock });
const known = ({ key, kind, destination, dueAt, payload }: JobView) => ({
  ...{ key, kind, destination, dueAt },
  payload: parsePayload(payload),
});
const destination = 'email:x';

async function described(door: TestDoor): Promise<readonly string[]> {
  const jobs = await door.storage.desk.list({ limit: 99 });
  const all = await words(door).describe(jobs.map(known));
  return all.map((each) => [each?.what, each?.idle ?? []].flat().join('; '));
}

async function decide(door: TestDoor, choice: 'approve' | 'decline') {
  const { application } = await door.applyAndProve({ username: 'lena' });
  const votes = [aVote(ada, choice)];
  door.roomVotes = votes;
  await door.advance(application.id, { kind: 'votes-are', round: 1, votes });
  return door.get(application.id);
}

test('every job says in words what it does and for whom; nothing in it is an identifier', async () => {
  await using door = await openTestDoor();
  const lena = await decide(door, 'approve');
  const said = await described(door);
  for (const what of [
    'account for lena (#1)',
    'word to lena (#1) if the account is late',
    '✅ on the notice of lena (#1)',
    'notice of lena (#1)',
    'email "application received" to lena (#1)',
    // It is over, and its content is cleared.
    'email "proof of the address" to lena (#1)',
  ])
    assert.ok(said.includes(what), `${what}\n${said.join('\n')}`);
  for (const line of said) assert.doesNotMatch(line, /[0-9a-f]{8}-|undefined|registration\./, line);
  for (const kind of registrationKinds) {
    const [told] = await words(door).describe([
      { key: 'x', kind, destination, dueAt: undefined, payload: { id: lena.id, entry: lena.entry } },
    ]);
    assert.match(told?.what ?? '', /^[a-z✅❌]/u, kind);
  }
  assert.deepEqual(
    await words(door).describe([{ key: 'x', kind: 'meetings.x', destination, dueAt: undefined, payload: {} }]),
    [undefined],
  );
});

test('the email about a closed account is called by what it says', async () => {
  await using door = await openTestDoor();
  const { id } = await decide(door, 'approve');
  await door.runJobs();
  const { userId } = await door.get(id);
  assert.ok(userId);
  await door.advance(id, { kind: 'account-gone', userId });
  assert.ok((await described(door)).includes('email "the account was closed" to lena (#1)'));
});

test('a job that will do nothing when its turn comes is void, and says why', async () => {
  await using door = await openTestDoor();
  const declined = await decide(door, 'decline');
  const { clock } = door;
  assert.ok((await described(door)).includes('refusal to lena (#1)'));
  await door.advance(declined.id, { kind: 'undo', by: ada });
  assert.ok(
    (await described(door)).includes(
      'refusal to lena (#1); the application of lena is now "waiting for votes": will not be sent',
    ),
  );

  await door.advance(declined.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  const late = [
    sendRefusal(declined, clock.now()),
    { ...sendLetter(declined, 'welcome', clock.now(), 7), payload: { id: declined.id, entry: 1, letter: 'welcome' } },
    adjustAccount(declined, 'close', clock.now()),
    { ...sendRefusal(declined, clock.now()), payload: { id: '01a2b3c4-0000-7000-8000-00000000000f', entry: 1 } },
  ];
  assert.deepEqual(await words(door).describe(late), [
    {
      what: 'refusal to lena (#1)',
      idle: 'the application of lena is now "account made, welcome link not used yet": will not be sent',
    },
    {
      what: 'email "welcome" to lena (#1)',
      idle: 'the application of lena is now "account made, welcome link not used yet": will not be sent',
    },
    {
      what: 'close the account of lena (#1)',
      idle: 'the application of lena is now "account made, welcome link not used yet": the account stays as it is',
    },
    { what: 'send refusal', idle: 'its application is gone: nothing will happen' },
  ]);
});

test('of a thousand jobs about one application it is read once', async () => {
  await using door = await openTestDoor();
  const lena = await decide(door, 'approve');
  let read = 0;
  const applications = {
    find(id: string) {
      read += 1;
      return door.storage.applications.find(id);
    },
  };
  const job = sendRefusal(lena, door.clock.now());
  const all = await makeJobsInWords({ applications, clock: door.clock }).describe(Array(1000).fill(job));
  assert.deepEqual([all.length, new Set(all.map((each) => each?.what)).size, read], [1000, 1, 1]);
});

test('N5: whoever gives up a job that an application waits for tells the team by it; other jobs tell nobody', async () => {
  await using door = await openTestDoor();
  const lena = await decide(door, 'approve');
  const dropped = async (kind: string, letter?: string) => {
    const jobs = (await door.storage.desk.list({ limit: 99 })).filter((job) => job.kind === kind);
    const job = jobs.find(({ key }) => letter === undefined || key.includes(`:${letter}:`));
    assert.ok(job, kind);
    return (await words(door).dropped(known(job))).map(({ payload: { what, values } }) => [what, values]);
  };
  const values = { id: lena.shortId };
  assert.deepEqual(await dropped('registration.create-account'), [['room.thread.accountDropped', values]]);
  assert.deepEqual(await dropped('registration.tell-delay'), []);
  assert.deepEqual(await dropped('registration.send-letter', 'received'), []);

  await door.advance(lena.id, { kind: 'undo', by: ada });
  assert.deepEqual(await dropped('registration.create-account'), [], 'nobody waits for it any more');
  const declined = await door.advance(lena.id, { kind: 'decide', choice: 'decline', by: ada });
  assert.ok(declined.ok);
  assert.deepEqual(await dropped('registration.send-refusal'), [['room.thread.refusalDropped', values]]);
  const welcome = { ...sendLetter(lena, 'expired', 0), payload: { id: lena.id, entry: lena.entry, letter: 'expired' } };
  assert.deepEqual(await words(door).dropped(welcome), [], 'no letter that is wanted');
});
