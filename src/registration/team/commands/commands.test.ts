import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, linkIn, openTestDoor, type TestDoor } from '../../../../test/support/door.ts';
import { MINUTE } from '../../../kernel/clock.ts';
import { makeShowApplication } from '../applications.ts';
import { approve } from './approve.ts';
import { decline } from './decline.ts';
import { reopen } from './reopen.ts';
import { resend } from './resend.ts';
import type { ActCommand } from './team-command.ts';
import { undo } from './undo.ts';

/** Runs one command on the door, as the room and the command line do. */
const hand =
  (door: TestDoor, stopped?: string) =>
  ({ act }: ActCommand, shortId: number, reason?: string) => {
    const { storage, advance, askAccount, clock } = door;
    const tools = { applications: storage.applications, advance, askAccount, clock };
    const asked = { shortId, by: ada, reason };
    return act(asked, { ...tools, ...(stopped === undefined ? {} : { stopped: async () => stopped }) });
  };

test('a person decides by number, and who and why stand in the audit', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const { applications } = door.storage;
  const run = hand(door);
  assert.ok((await run(decline, application.shortId, 'spam')).ok);
  const shown = await makeShowApplication({ applications })(application.shortId);
  const entry = shown?.audit.at(-1);
  assert.ok(entry?.what === 'decide');
  const { by, from, to, reason } = entry;
  assert.deepEqual({ by, from, to, reason }, { by: ada, from: 'waiting', to: 'declined', reason: 'spam' });

  const again = await run(decline, application.shortId);
  assert.ok(!again.ok && again.refusal === 'not-waiting');
  const unknown = await run(approve, 999);
  assert.ok(!unknown.ok && unknown.refusal === 'unknown-application');
  assert.ok((await run(undo, application.shortId)).ok);
  assert.equal((await door.get(application.id)).round, 2);
});

test('V10: while decisions are stopped nobody is let in, but a decision can be taken back', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const run = hand(door, 'the room is public');
  const stopped = await run(approve, application.shortId);
  assert.ok(!stopped.ok && stopped.refusal === 'stopped');
  await hand(door)(approve, application.shortId);
  assert.ok((await run(undo, application.shortId)).ok);
});

test('resend sends the letter of the stage once more, with a link that works', async () => {
  await using door = await openTestDoor();
  const run = hand(door);
  const { application } = await door.apply();
  const { shortId } = application;
  await door.runJobs();
  assert.ok((await run(resend, shortId)).ok);
  await door.runJobs();
  assert.equal(door.mails.length, 2);
  assert.ok((await door.site.proveByLink(linkIn(door.mails.at(-1), 'prove'))).ok);

  await door.advance(application.id, { kind: 'decide', choice: 'decline', by: ada });
  const nothing = await run(resend, shortId);
  assert.ok(!nothing.ok && nothing.refusal === 'nothing-to-send');
  await door.clock.advance(10 * MINUTE);
  await door.runJobs();
  assert.ok((await run(resend, shortId)).ok);
  await door.runJobs();
  assert.equal(door.mails.filter(({ subject }) => subject.endsWith('about your application')).length, 2);

  assert.ok((await run(reopen, shortId)).ok);
  await run(approve, shortId);
  await door.runJobs();
  assert.ok((await run(resend, shortId)).ok);
  await door.runJobs();
  const links = door.mails.filter(({ text }) => text.includes('/welcome/')).map((mail) => linkIn(mail, 'welcome'));
  assert.equal(new Set(links).size, 2);
  for (const link of links) assert.ok((await door.site.peekWelcome(link)).ok);
});

test('N11: nothing is promised about an account that is closed: the command is refused and the application ends, or stays ended', async () => {
  for (const command of [undo, resend]) {
    await using door = await openTestDoor();
    const { application, account } = await admitted(door);
    await door.clock.advance(MINUTE);
    account.closed = true;
    const refused = await hand(door)(command, application.shortId);
    assert.equal(!refused.ok && refused.refusal, 'account-closed');
    const { stage, round } = await door.get(application.id);
    assert.deepEqual([stage, round], ['expired', application.round]);

    const again = await hand(door)(reopen, application.shortId);
    assert.equal(!again.ok && again.refusal, 'account-closed');
    account.closed = false;
    assert.ok((await hand(door)(reopen, application.shortId)).ok);
    assert.equal((await door.get(application.id)).stage, 'waiting');
  }
});

test('N11: an application whose account was closed is opened again if nothing holds the name, or the homeserver cannot be asked', async () => {
  for (const how of ['not there', 'down'] as const) {
    await using door = await openTestDoor();
    const { application, account } = await admitted(door);
    await door.clock.advance(MINUTE);
    account.closed = true;
    await hand(door)(undo, application.shortId);
    if (how === 'down') door.accounts.down = true;
    else door.accounts.made.clear();
    assert.ok((await hand(door)(reopen, application.shortId)).ok, how);
  }
});

test('N11: an approval after an undo, whose account was closed meanwhile, is refused; a refusal is not', async () => {
  await using door = await openTestDoor();
  const { application, account } = await admitted(door);
  const run = hand(door);
  assert.ok((await run(undo, application.shortId)).ok);
  await door.runJobs();
  await door.clock.advance(MINUTE);
  account.closed = true;
  assert.ok((await run(decline, application.shortId)).ok);
  assert.ok((await run(undo, application.shortId)).ok);
  await door.clock.advance(MINUTE);
  const refused = await run(approve, application.shortId);
  assert.equal(!refused.ok && refused.refusal, 'account-closed');
  assert.equal((await door.get(application.id)).stage, 'expired');
});

test('N11: the welcome letter of a locked account is not sent again before it is unlocked', async () => {
  await using door = await openTestDoor();
  const { application, account } = await admitted(door);
  await door.clock.advance(MINUTE);
  account.locked = true;
  const refused = await hand(door)(resend, application.shortId);
  assert.equal(!refused.ok && refused.refusal, 'account-locked');
  account.locked = false;
  assert.ok((await hand(door)(resend, application.shortId)).ok);
});

async function admitted(door: TestDoor) {
  const { application } = await door.applyAndProve();
  await hand(door)(approve, application.shortId);
  await door.runJobs();
  const [account] = [...door.accounts.made.values()];
  const now = await door.get(application.id);
  assert.ok(account && now.stage === 'admitted');
  return { application: now, account };
}
