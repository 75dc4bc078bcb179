import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { said } from '../../../test/support/proving.ts';
import { DAY } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';

/** Two applicants who have sent the same form at the same time; the second one is declined, and the refusal not sent yet. */
async function twoOf(door: TestDoor) {
  const waits = await door.applyAndProve({ username: 'lena', email: 'lena@example.org' });
  const declined = await door.applyAndProve({ username: 'nora', email: 'nora@example.org' });
  await door.advance(declined.application.id, { kind: 'decide', choice: 'decline', by: ada });
  await door.runJobs();
  assert.equal((await door.get(declined.application.id)).stage, 'declined');
  return [waits, declined] as const;
}

const wordsIn = (door: TestDoor, id: string) =>
  door.room.flatMap(({ kind, payload }) =>
    kind === 'registration.say-in-room' && payload['id'] === id ? [payload['what']] : [],
  );

test('while a refusal is not sent, the status page shows and offers what it does while an application waits', async () => {
  await using door = await openTestDoor();
  const [waits, declined] = await twoOf(door);
  const seen = async ({ statusToken }: { readonly statusToken: string }) => {
    const view = (await door.site.viewStatus(statusToken)) ?? assert.fail();
    // The page has the same words for both stages.
    const { stage: _, shortId: _number, userId: _id, ...rest } = view;
    const answers = [await door.site.resendWelcome(statusToken), await door.site.pickName(statusToken, 'other')];
    return { ...rest, answers: answers.map(said) };
  };
  assert.deepEqual(await seen(declined), await seen(waits));
  assert.equal((await seen(declined)).mayWithdraw, true);
  door.outage = { since: door.clock.now(), code: 'email.down' };
  assert.deepEqual(await seen(declined), await seen(waits));
});

test('who withdraws while a refusal is not sent gets none, sees what everybody sees, and the team is told', async () => {
  await using door = await openTestDoor();
  const both = await twoOf(door);
  const ends = await Promise.all(both.map(async ({ statusToken }) => said(await door.site.withdraw(statusToken))));
  assert.deepEqual(ends, ['ok', 'ok']);
  const letters = door.mails.length;
  await door.runJobs();
  await door.clock.advance(DAY);
  await door.runJobs();
  assert.equal(door.mails.length, letters);
  for (const { application, statusToken } of both) {
    assert.equal((await door.get(application.id)).stage, 'withdrawn');
    assert.equal((await door.site.viewStatus(statusToken))?.mayWithdraw, false);
    assert.equal(wordsIn(door, application.id).at(-1), 'room.thread.withdrawn');
  }
});

test('once the refusal is sent, withdrawing is too late; one that was just leaving is told to the team', async () => {
  await using door = await openTestDoor();
  const [, { application, statusToken }] = await twoOf(door);
  door.mailFault = new Fault('down', { code: 'email.down', retryable: true, scope: 'person' });
  await door.clock.advance(door.settings.declineDelay);
  await door.runJobs();
  door.mailFault = undefined;
  door.meanwhile = async () => void (await door.site.withdraw(statusToken));
  await door.clock.advance(DAY);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'withdrawn');
  assert.ok(wordsIn(door, application.id).includes('room.thread.refusalOut'));

  door.meanwhile = undefined;
  const { application: other, statusToken: link } = await door.applyAndProve({
    username: 'mia',
    email: 'm@example.org',
  });
  await door.advance(other.id, { kind: 'decide', choice: 'decline', by: ada });
  await door.clock.advance(door.settings.declineDelay);
  await door.runJobs();
  assert.equal((await door.site.viewStatus(link))?.mayWithdraw, false);
  assert.equal(said(await door.site.withdraw(link)), 'too-late');
});
