import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, linkIn, openTestDoor, type TestDoor } from '../../test/support/door.ts';
import { DAY, HOUR, MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { silentLog } from '../kernel/log.ts';
import type { UserId } from '../kernel/matrix-id.ts';
import type { Outcome } from '../kernel/outcome.ts';
import { makeEndWithoutAccount } from './end-without-account.ts';

const lena = '@lena:porter.test' as UserId;
const good = 'a long password';
const refusalOf = (outcome: Outcome<unknown, string, unknown>) => (outcome.ok ? 'ok' : outcome.refusal);
const saidIn = (door: TestDoor) =>
  door.room.filter(({ kind }) => kind === 'registration.say-in-room').map(({ payload }) => payload['what']);
const newest = (door: TestDoor) => door.mails.at(-1)?.text.replace(/\s+/g, ' ') ?? '';
const lookAt = ({ storage: { applications, jobs }, accounts, advance, clock }: TestDoor) =>
  makeEndWithoutAccount({ applications, accounts, advance, jobs, clock, log: silentLog });
/** What somebody did at the homeserver, behind Porter's back. */
const find = (door: TestDoor) => {
  const account = door.accounts.made.get(lena);
  assert.ok(account);
  return account;
};

async function admitted(door: TestDoor) {
  const { application, ticket, statusToken } = await door.applyAndProve();
  await door.advance(application.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  return { id: application.id, ticket, statusToken, welcome: linkIn(door.mails.at(-1), 'welcome') };
}

/** The application is over, the team heard it once, the applicant knows, and no page speaks of a way in. */
async function isOver(door: TestDoor, { id, statusToken, welcome }: Awaited<ReturnType<typeof admitted>>) {
  await door.runJobs();
  const found = await door.get(id);
  assert.ok(found.stage === 'expired' && found.why === 'account-gone', found.stage);
  assert.equal(saidIn(door).filter((what) => what === 'room.thread.accountGone').length, 1);
  assert.equal(door.mails.at(-1)?.subject, 'Porter Test: your account was closed');
  assert.match(newest(door), /the account @lena:porter\.test has been closed/);
  assert.equal(refusalOf(await door.site.peekWelcome(welcome)), 'account-gone');
  assert.equal(refusalOf(await door.site.setPassword(welcome, good)), 'account-gone');
  assert.equal(refusalOf(await door.site.renewWelcome(welcome)), 'too-late');
  const status = await door.site.viewStatus(statusToken);
  assert.deepEqual([status?.stage, status?.why, status?.mayResendWelcome], ['expired', 'account-gone', false]);
}

test('an account that was closed before its link was used: the page says so, the team hears it once', async () => {
  await using door = await openTestDoor();
  const person = await admitted(door);
  find(door).closed = true;
  assert.equal(refusalOf(await door.site.setPassword(person.welcome, good)), 'account-gone');
  await isOver(door, person);
  const check = await door.site.viewCheck(person.ticket);
  assert.equal(check?.statusToken, person.statusToken, 'the page behind the form leads to the one that explains it');
});

test('an account that the homeserver does not know any more is told like a closed one', async () => {
  await using door = await openTestDoor();
  const person = await admitted(door);
  door.accounts.made.delete(lena);
  assert.equal(refusalOf(await door.site.setPassword(person.welcome, good)), 'account-gone');
  await isOver(door, person);
});

test('the look at what was made finds a closed account before its owner does', async () => {
  await using door = await openTestDoor();
  const person = await admitted(door);
  await door.clock.advance(HOUR);
  await lookAt(door)();
  assert.equal((await door.get(person.id)).stage, 'admitted');
  find(door).closed = true;
  await lookAt(door)();
  await lookAt(door)();
  await isOver(door, person);
});

test('the look asks once for each account that is made and not entered, and for no other application', async () => {
  await using door = await openTestDoor();
  await door.applyAndProve({ username: 'mia', email: 'mia@example.org' });
  const person = await admitted(door);
  const { stateOf } = door.accounts;
  const asked: string[] = [];
  door.accounts.stateOf = (account) => {
    asked.push(account.userId);
    return stateOf(account);
  };
  // The homeserver may be some moments behind.
  await lookAt(door)();
  assert.deepEqual(asked, []);
  await door.clock.advance(HOUR);
  await lookAt(door)();
  assert.deepEqual(asked, [lena]);
  assert.equal(refusalOf(await door.site.setPassword(person.welcome, good)), 'ok');
  await lookAt(door)();
  assert.deepEqual(asked, [lena]);
});

test('while the homeserver cannot be asked nobody is taken to be gone', async () => {
  await using door = await openTestDoor();
  const person = await admitted(door);
  await door.clock.advance(HOUR);
  door.accounts.down = true;
  await assert.rejects(lookAt(door)(), (error) => error instanceof Fault);
  assert.equal(refusalOf(await door.site.resendWelcome(person.statusToken)), 'ok');
  await door.runJobs();
  assert.match(newest(door), /\/welcome\//);
  assert.equal((await door.get(person.id)).stage, 'admitted');
});

test('a locked account: the page says so, the team hears it once, and the link works once it is unlocked', async () => {
  await using door = await openTestDoor();
  const { id, welcome } = await admitted(door);
  await door.clock.advance(HOUR);
  find(door).locked = true;
  for (let i = 0; i < 2; i += 1) {
    assert.equal(refusalOf(await door.site.setPassword(welcome, good)), 'account-locked');
    await lookAt(door)();
    await door.runJobs();
  }
  assert.deepEqual(saidIn(door).slice(2), ['room.thread.accountLocked']);
  assert.equal((await door.get(id)).stage, 'admitted');
  find(door).locked = false;
  assert.equal(refusalOf(await door.site.setPassword(welcome, good)), 'ok');
});

test('passwords that the homeserver takes from nobody: the page says so, the team hears it once, the link stays good', async () => {
  await using door = await openTestDoor();
  const { welcome } = await admitted(door);
  door.accounts.passwordsOff = true;
  for (let i = 0; i < 2; i += 1) {
    assert.equal(refusalOf(await door.site.setPassword(welcome, good)), 'passwords-off');
    await door.runJobs();
  }
  assert.deepEqual(saidIn(door).slice(2), ['room.thread.passwordsOff']);
  door.accounts.passwordsOff = false;
  assert.equal(refusalOf(await door.site.setPassword(welcome, good)), 'ok');
});

test('an account that is gone before it is handed over ends the application; nothing becomes a dead letter', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  const { bind } = door.accounts;
  door.accounts.bind = async (account, ...rest) => {
    find(door).closed = true;
    return bind(account, ...rest);
  };
  await door.advance(application.id, { kind: 'decide', choice: 'approve', by: ada });
  assert.deepEqual(await door.runJobs(), []);
  const found = await door.get(application.id);
  assert.ok(found.stage === 'expired' && found.why === 'account-gone');
  assert.deepEqual(saidIn(door).slice(-1), ['room.thread.accountGone']);
});

test('a welcome letter that waited does not go out once its account is gone', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve();
  await door.advance(application.id, { kind: 'decide', choice: 'approve', by: ada });
  door.mailFault = new Fault('down', { code: 'email.down', retryable: true, scope: 'channel' });
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'admitted');
  find(door).closed = true;
  await door.clock.advance(2 * MINUTE);
  door.mailFault = undefined;
  const before = door.mails.length;
  assert.deepEqual(await door.runJobs(), []);
  const letters = door.mails.slice(before).map(({ text }) => text.replace(/\s+/g, ' '));
  assert.equal(letters.length, 1);
  assert.match(letters[0] ?? '', /has been closed/);
});

test('nobody is reminded of an account that is gone, and of a locked one only once it is unlocked', async () => {
  await using door = await openTestDoor();
  await admitted(door);
  find(door).locked = true;
  await door.clock.advance(7 * DAY + MINUTE);
  const before = door.mails.length;
  await door.runJobs();
  assert.equal(door.mails.length, before);
  assert.deepEqual(saidIn(door).slice(-1), ['room.thread.accountLocked']);
  find(door).locked = false;
  await door.clock.advance(DAY);
  await door.runJobs();
  assert.match(newest(door), /\/welcome\//);
  assert.deepEqual(saidIn(door).slice(-1), ['room.thread.welcomeUnused']);

  await using other = await openTestDoor();
  const gone = await admitted(other);
  find(other).closed = true;
  await other.clock.advance(7 * DAY + MINUTE);
  await isOver(other, gone);
  assert.ok(!saidIn(other).includes('room.thread.welcomeUnused'));
});

test('an undo of an approval whose account is gone ends the application instead of waiting for votes in vain', async () => {
  await using door = await openTestDoor();
  const { id } = await admitted(door);
  find(door).closed = true;
  await door.advance(id, { kind: 'undo', by: ada });
  assert.deepEqual(await door.runJobs(), []);
  const found = await door.get(id);
  assert.ok(found.stage === 'expired' && found.why === 'account-gone', found.stage);
});

test('an account that is gone while voting goes on after an undo: the approval finds out, nothing becomes a dead letter', async () => {
  await using door = await openTestDoor();
  const { id } = await admitted(door);
  await door.advance(id, { kind: 'undo', by: ada });
  await door.runJobs();
  assert.equal(find(door).locked, true);
  find(door).closed = true;
  await door.advance(id, { kind: 'decide', choice: 'approve', by: ada });
  assert.deepEqual(await door.runJobs(), []);
  const found = await door.get(id);
  assert.ok(found.stage === 'expired' && found.why === 'account-gone', found.stage);
});

test('a refusal after an undo finds its account gone already, and closes the application as ever', async () => {
  await using door = await openTestDoor();
  const { id } = await admitted(door);
  await door.advance(id, { kind: 'undo', by: ada });
  await door.runJobs();
  find(door).closed = true;
  await door.advance(id, { kind: 'decide', choice: 'decline', by: ada });
  await door.clock.advance(HOUR);
  assert.deepEqual(await door.runJobs(), []);
  assert.equal((await door.get(id)).stage, 'closed');
});

test('opened again, it finds the account active again, or makes it anew if the homeserver has none', async () => {
  for (const comesBack of [true, false]) {
    await using door = await openTestDoor();
    const person = await admitted(door);
    find(door).closed = true;
    assert.equal(refusalOf(await door.site.setPassword(person.welcome, good)), 'account-gone');
    await door.runJobs();
    if (comesBack) find(door).closed = false;
    else door.accounts.made.delete(lena);
    assert.ok((await door.advance(person.id, { kind: 'reopen', by: ada })).ok);
    await door.advance(person.id, { kind: 'decide', choice: 'approve', by: ada });
    assert.deepEqual(await door.runJobs(), []);
    assert.equal((await door.get(person.id)).stage, 'admitted');
    assert.equal(refusalOf(await door.site.setPassword(person.welcome, good)), 'expired');
    assert.equal(refusalOf(await door.site.setPassword(linkIn(door.mails.at(-1), 'welcome'), good)), 'ok');
  }
});
