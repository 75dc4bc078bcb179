import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, linkIn, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { makeListApplications, makeShowApplication } from './applications.ts';
import { makeDecideByHand } from './decide-by-hand.ts';
import { makeReopen } from './reopen.ts';
import { makeResend } from './resend.ts';
import { makeUndo } from './undo.ts';

const byHand = ({ storage: { applications }, advance, clock }: TestDoor, stopped?: string) => {
  const needs = { applications, advance, ...(stopped === undefined ? {} : { stopped: async () => stopped }) };
  return {
    decide: makeDecideByHand(needs),
    undo: makeUndo(needs),
    reopen: makeReopen(needs),
    resend: makeResend({ applications, clock }),
    list: makeListApplications({ applications }),
    show: makeShowApplication({ applications }),
  };
};

test('a person decides by number, and who and why stand in the audit', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const hand = byHand(door);
  assert.deepEqual(
    (await hand.list(['waiting'], 10)).map(({ shortId }) => shortId),
    [application.shortId],
  );
  assert.ok((await hand.decide(application.shortId, 'decline', 'cli:root', 'spam')).ok);
  const shown = await hand.show(application.shortId);
  const entry = shown?.audit.at(-1);
  assert.ok(entry?.what === 'decide');
  const { by, from, to, reason } = entry;
  assert.deepEqual({ by, from, to, reason }, { by: 'cli:root', from: 'waiting', to: 'declined', reason: 'spam' });

  const again = await hand.decide(application.shortId, 'decline', ada);
  assert.ok(!again.ok && again.refusal === 'not-waiting');
  const unknown = await hand.decide(999, 'approve', ada);
  assert.ok(!unknown.ok && unknown.refusal === 'unknown-application');
  assert.ok((await hand.undo(application.shortId, ada)).ok);
  assert.equal((await door.get(application.id)).round, 2);
});

test('V10: while decisions are stopped nobody is let in, but a decision can be taken back', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const hand = byHand(door, 'the room is public');
  const stopped = await hand.decide(application.shortId, 'approve', ada);
  assert.ok(!stopped.ok && stopped.refusal === 'stopped');
  await byHand(door).decide(application.shortId, 'approve', ada);
  assert.ok((await hand.undo(application.shortId, ada)).ok);
});

test('resend sends the letter of the stage once more, with a link that works', async () => {
  await using door = await openTestDoor();
  const hand = byHand(door);
  const { application } = await door.apply();
  const { shortId } = application;
  await door.runJobs();
  assert.ok((await hand.resend(shortId, ada)).ok);
  await door.runJobs();
  assert.equal(door.mails.length, 2);
  assert.ok((await door.site.proveByLink(linkIn(door.mails.at(-1), 'prove'))).ok);

  await door.advance(application.id, { kind: 'decide', choice: 'decline', by: ada });
  const nothing = await hand.resend(shortId, ada);
  assert.ok(!nothing.ok && nothing.refusal === 'nothing-to-send');
  await door.clock.advance(10 * MINUTE);
  await door.runJobs();
  assert.ok((await hand.resend(shortId, ada)).ok);
  await door.runJobs();
  assert.equal(door.mails.filter(({ subject }) => subject.endsWith('about your application')).length, 2);

  assert.ok((await hand.reopen(shortId, ada)).ok);
  await hand.decide(shortId, 'approve', ada);
  await door.runJobs();
  assert.ok((await hand.resend(shortId, ada)).ok);
  await door.runJobs();
  const links = door.mails.filter(({ text }) => text.includes('/welcome/')).map((mail) => linkIn(mail, 'welcome'));
  assert.equal(new Set(links).size, 2);
  for (const link of links) assert.ok((await door.site.peekWelcome(link)).ok);
});
