import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeIn, linkIn, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { said } from '../../../test/support/proving.ts';
import { HOUR, MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';

/** The whole letter went out and the answer was lost. */
const uncertain = new Fault('lost answer', {
  ...{ code: 'email.uncertain', retryable: true, scope: 'person', outcome: 'unknown' },
});
const down = new Fault('down', { code: 'email.down', retryable: true, scope: 'channel' });

async function tryFor(door: TestDoor, fault: Fault, hours: number): Promise<void> {
  door.mailFault = fault;
  for (let minutes = 0; minutes < hours * 60; minutes += 30) {
    await door.runJobs();
    await door.clock.advance(30 * MINUTE);
  }
  door.mailFault = undefined;
  await door.runJobs();
}

test('N7: a letter that is repeated because it may have left makes neither its code nor its link good for longer', async () => {
  await using door = await openTestDoor();
  const { application, ticket } = await door.apply();
  await tryFor(door, uncertain, 1);
  const began = door.clock.now() - HOUR;
  const letter = door.mails.at(-1);
  // The very link and code of the first attempt.
  assert.equal(linkIn(letter, 'prove'), door.derive.linkToken('prove', application.id, 1));
  assert.equal(codeIn(letter), door.derive.code(application.id, 1));
  await door.clock.advance(HOUR + MINUTE);
  assert.equal(said(await door.site.enterCode(ticket, codeIn(letter))), 'expired');
  assert.equal(said(await door.site.peekProof(linkIn(letter, 'prove'))), 'ok');
  await door.clock.advance(46 * HOUR);
  assert.ok(door.clock.now() > began + 48 * HOUR);
  assert.equal(said(await door.site.peekProof(linkIn(letter, 'prove'))), 'expired');
});

test('N6: a letter that waited for the mail server brings a code and a link that are good for their whole time', async () => {
  await using door = await openTestDoor();
  const { ticket } = await door.apply();
  await tryFor(door, down, 5);
  const letter = door.mails.at(-1);
  await door.clock.advance(2 * HOUR - MINUTE);
  assert.equal(said(await door.site.peekProof(linkIn(letter, 'prove'))), 'ok');
  assert.equal(said(await door.site.enterCode(ticket, codeIn(letter))), 'ok');
});

test('N7: attempts that reached nobody, then one that may have: time runs from that one on', async () => {
  await using door = await openTestDoor();
  const { ticket } = await door.apply();
  await tryFor(door, down, 3);
  // The letter of `tryFor` has gone; another one meets both troubles.
  assert.equal(said(await door.site.resendProof(ticket)), 'ok');
  door.mailFault = down;
  await door.runJobs();
  await door.clock.advance(HOUR);
  await tryFor(door, uncertain, 1);
  const letter = door.mails.at(-1);
  await door.clock.advance(HOUR - MINUTE);
  assert.equal(said(await door.site.peekProof(linkIn(letter, 'prove'))), 'ok');
  await door.clock.advance(2 * MINUTE);
  assert.equal(said(await door.site.enterCode(ticket, codeIn(letter))), 'expired');
});
