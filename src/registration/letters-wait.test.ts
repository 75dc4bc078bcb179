import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, codeIn, openTestDoor, type TestDoor } from '../../test/support/door.ts';
import { wideLetters } from '../../test/support/order.ts';
import { said } from '../../test/support/proving.ts';
import { HOUR, MINUTE, SECOND } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import type { UserId } from '../kernel/matrix-id.ts';
import { resend } from './team/commands/resend.ts';

const DOWN = new Fault('down', { code: 'email.down', retryable: true, scope: 'person' });

const prompt = (door: TestDoor, shortId: number) =>
  resend.act({ shortId, by: ada }, { ...door, applications: door.storage.applications });

async function waiting(door: TestDoor): Promise<number> {
  const jobs = await door.storage.desk.list({ state: 'waiting', kind: 'registration.send-letter', limit: 99 });
  return jobs.length;
}

function goDown(door: TestDoor): void {
  door.mailFault = DOWN;
  door.outage = { since: door.clock.now(), code: 'email.down' };
}

async function comeBack(door: TestDoor): Promise<void> {
  door.mailFault = undefined;
  door.outage = undefined;
  await door.clock.advance(HOUR);
  await door.runJobs();
}

test('a letter that waits for the mail server is not put in line again, whoever asks, and arrives once', async () => {
  await using door = await openTestDoor();
  goDown(door);
  const { ticket, application } = await door.apply();
  await door.runJobs();
  assert.equal(said(await prompt(door, application.shortId)), 'letter-waits');
  assert.equal(said(await door.site.resendProof(ticket)), 'ok', 'the page says the same as always');
  assert.equal(await waiting(door), 1);
  await comeBack(door);
  assert.equal(door.mails.length, 1);
  assert.equal(said(await door.site.enterCode(ticket, codeIn(door.mails[0]))), 'ok');
  const asked = (await door.storage.applications.audit(application.id)).filter(({ what }) => what === 'resend');
  assert.deepEqual(asked, [], 'nothing was sent again, so nothing says so');
});

test('the welcome letter too: one waits, and the team and the applicant add none; once it is out, another can be had', async () => {
  await using door = await openTestDoor();
  const { application, statusToken } = await door.applyAndProve();
  await door.runJobs();
  goDown(door);
  await door.advance(application.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  const before = door.mails.length;
  assert.equal(said(await prompt(door, application.shortId)), 'letter-waits');
  assert.equal(said(await door.site.resendWelcome(statusToken)), 'ok');
  assert.equal(await waiting(door), 1);
  await comeBack(door);
  assert.equal(door.mails.length, before + 1);
  assert.equal(said(await prompt(door, application.shortId)), 'ok');
  await door.runJobs();
  assert.equal(door.mails.length, before + 2);
});

test('D9: a letter that a restored backup holds back is not in line: who asks for one gets it', async () => {
  await using old = await openTestDoor();
  const welcomed = await old.applyAndProve();
  const noticed = await old.applyAndProve({ username: 'mia', email: 'mia@example.org' });
  goDown(old);
  await old.advance(welcomed.application.id, { kind: 'decide', choice: 'approve', by: ada });
  await old.runJobs();
  assert.ok((await prompt(old, noticed.application.shortId)).ok);
  const unproved = await old.apply({ username: 'ola', email: 'ola@example.org' });
  const unheard = await old.apply({ username: 'pia', email: 'pia@example.org' });
  await old.clock.advance(HOUR);

  await using door = await openTestDoor({}, old);
  const lines = await door.storage.desk.list({ state: 'held', kind: 'registration.send-letter', limit: 99 });
  assert.equal(lines.length, 4);
  assert.equal(said(await prompt(door, unheard.application.shortId)), 'ok');
  for (const token of [unproved.ticket, welcomed.statusToken, noticed.statusToken]) {
    assert.equal(said(await door.site.renewLink(token)), 'ok');
  }
  await door.runJobs();
  assert.deepEqual(door.mails.map(({ to, text }) => [to, /\/(prove|welcome|status)\//.exec(text)?.[1]]).sort(), [
    ['lena@example.org', 'welcome'],
    ['mia@example.org', 'status'],
    ['ola@example.org', 'prove'],
    ['pia@example.org', 'prove'],
  ]);
});

test('an address that was corrected gets a letter of its own although one to the old address waits', async () => {
  await using door = await openTestDoor();
  goDown(door);
  const { ticket } = await door.apply({ email: 'typo@example.org' });
  await door.runJobs();
  assert.equal(said(await door.site.correctAddress(ticket, 'right@example.org')), 'ok');
  await comeBack(door);
  assert.deepEqual(
    door.mails.filter(({ text }) => text.includes('/prove/')).map(({ to }) => to),
    ['right@example.org'],
  );
});

test('the page says since when letters wait, from the form until the letter is out', async () => {
  await using door = await openTestDoor();
  const view = async (ticket: string) => (await door.site.viewCheck(ticket))?.mailWaits;
  const early = await door.apply({ username: 'early', email: 'early@example.org' });
  assert.equal(await view(early.ticket), undefined);
  await door.runJobs();
  await door.clock.advance(HOUR);
  goDown(door);
  assert.equal(await view(early.ticket), undefined, 'that letter is out');
  const { ticket } = await door.apply();
  const since = door.outage?.since;
  assert.equal(await view(ticket), since);
  await comeBack(door);
  assert.equal(await view(ticket), undefined);
});

test('S7: with an address that has an account, or over the cap of letters, the page says the same at each moment of an outage', async () => {
  const limits = { ...wideLetters, perDay: 99, open: 99, perDomainPerDay: 99, freeDomains: new Set<string>() };
  await using door = await openTestDoor({ limits });
  door.accounts.addresses.set('member@example.org', '@member:porter.test' as UserId);
  const capped = 'capped@example.org';
  for (let n = 0; n < 12; n += 1) await door.apply({ username: `many${n}`, email: capped });
  await door.runJobs();
  const applied: string[] = [];
  const apply = async (at: string) => {
    for (const email of [`new${at}@example.org`, 'member@example.org', capped]) {
      applied.push((await door.apply({ username: `${at}${applied.length}`, email })).ticket);
    }
  };
  const views = () =>
    Promise.all(
      applied.map(async (ticket) => {
        const found = await door.site.viewCheck(ticket);
        return [found?.mailWaits, found?.mailRefused];
      }),
    );
  const alike = async (what: string) => {
    const all = await views();
    for (let at = 0; at < all.length; at += 3) assert.deepEqual([all[at], all[at]], all.slice(at + 1, at + 3), what);
  };
  await apply('before');
  await alike('before they leave');
  await door.runJobs();
  await door.clock.advance(10 * MINUTE);
  goDown(door);
  await alike('in the outage, with letters that are out');
  await apply('during');
  await door.runJobs();
  await alike('in the outage, with letters that wait');
  await comeBack(door);
  await alike('afterwards');
});

test('S7: with an address over the cap of letters the page says the same when the outage begins after the form was sent', async () => {
  const limits = { ...wideLetters, perDay: 99, open: 99, perDomainPerDay: 99, freeDomains: new Set<string>() };
  await using door = await openTestDoor({ limits });
  const capped = 'capped@example.org';
  for (let n = 0; n < 12; n += 1) await door.apply({ username: `many${n}`, email: capped });
  await door.runJobs();
  const before = door.mails.length;
  const tickets = [
    (await door.apply({ username: 'below', email: 'below@example.org' })).ticket,
    (await door.apply({ username: 'above', email: capped })).ticket,
  ];
  await door.runJobs();
  assert.deepEqual(
    door.mails.slice(before).map(({ to }) => to),
    ['below@example.org'],
  );
  for (let seconds = 0; seconds <= 240; seconds += 30) {
    door.outage = { since: door.clock.now(), code: 'email.down' };
    const [below, above] = await Promise.all(tickets.map((ticket) => door.site.viewCheck(ticket)));
    assert.deepEqual(
      [above?.mailWaits, above?.mailRefused, above?.stage, above?.letterAgainAt],
      [below?.mailWaits, below?.mailRefused, below?.stage, below?.letterAgainAt],
      `an outage ${seconds} s after the form`,
    );
    await door.clock.advance(30 * SECOND);
  }
});

test('the status page says that letters wait while one is expected, and not when all is done', async () => {
  await using door = await openTestDoor();
  const { application, statusToken } = await door.applyAndProve();
  goDown(door);
  const waits = async () => (await door.site.viewStatus(statusToken))?.mailWaits;
  assert.equal(await waits(), door.outage?.since);
  await door.site.withdraw(statusToken);
  assert.equal((await door.get(application.id)).stage, 'withdrawn');
  assert.equal(await waits(), undefined);
});
