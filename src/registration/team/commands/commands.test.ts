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
  ({ storage: { applications }, advance, clock }: TestDoor, stopped?: string) =>
  ({ act }: ActCommand, shortId: number, reason?: string) =>
    act(
      { shortId, by: ada, reason },
      { applications, advance, clock, ...(stopped === undefined ? {} : { stopped: async () => stopped }) },
    );

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
