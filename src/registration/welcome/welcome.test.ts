import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, linkIn, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { countPassword } from '../rules/jobs.ts';

const lena = '@lena:porter.test' as UserId;
const good = 'a long password';
const said = (outcome: Outcome<unknown, string, unknown>) => (outcome.ok ? 'ok' : outcome.refusal);

async function admitted(door: TestDoor) {
  const proved = await door.applyAndProve();
  await door.advance(proved.application.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  return { ...proved, id: proved.application.id, welcome: linkIn(door.mails.at(-1), 'welcome') };
}

test('S5: a welcome link used twice at once, or by two letters, sets one password', async () => {
  await using door = await openTestDoor();
  const { statusToken, welcome } = await admitted(door);
  assert.equal(said(await door.site.resendWelcome(statusToken)), 'ok');
  await door.runJobs();
  const second = linkIn(door.mails.at(-1), 'welcome');
  assert.notEqual(second, welcome);
  const passwords = ['password number 1', 'password number 2', 'password number 3'];
  const answers = await Promise.all(
    [welcome, second, welcome].map((token, at) => door.site.setPassword(token, passwords[at] ?? '')),
  );
  assert.deepEqual(answers.map(said).sort(), ['ok', 'used', 'used']);
  assert.equal(door.accounts.made.get(lena)?.password, passwords[answers.findIndex(({ ok }) => ok)]);
});

test('a bad password, or a homeserver that is down, costs nobody the link', async () => {
  await using door = await openTestDoor();
  const { id, welcome } = await admitted(door);
  const bad = await door.site.setPassword(welcome, 'short');
  assert.ok(!bad.ok && bad.refusal === 'password' && bad.detail?.refusal === 'too-short');
  door.accounts.down = true;
  await assert.rejects(door.site.setPassword(welcome, good), (error) => error instanceof Fault);
  door.accounts.down = false;
  assert.equal((await door.get(id)).stage, 'admitted');
  assert.equal(said(await door.site.setPassword(welcome, good)), 'ok');
  assert.equal(said(await door.site.peekWelcome(welcome)), 'used');
});

test('a password that was set without the welcome link counts as one: the link and its reminder are over', async () => {
  await using door = await openTestDoor();
  const { id, welcome } = await admitted(door);
  await door.storage.jobs.add([countPassword(id, door.clock.now())]);
  await door.runJobs();
  assert.equal((await door.get(id)).stage, 'settled');
  assert.equal(said(await door.site.peekWelcome(welcome)), 'used');
  assert.equal(said(await door.site.setPassword(welcome, good)), 'used');
  const letters = door.mails.length;
  await door.clock.advance(30 * DAY);
  await door.runJobs();
  assert.equal(door.mails.length, letters);
  // Again, for an application that is over, and for one that is gone: nothing happens.
  await door.storage.jobs.add([countPassword(id, door.clock.now()), countPassword(`${id}x`, door.clock.now())]);
  await door.runJobs();
  assert.equal((await door.get(id)).stage, 'settled');
});

test('S11: a password typed with another form of the same letters is the same password', async () => {
  await using door = await openTestDoor();
  const { welcome } = await admitted(door);
  assert.equal(said(await door.site.setPassword(welcome, 'Grüße aus Zürich'.normalize('NFD'))), 'ok');
  assert.equal(door.accounts.made.get(lena)?.password, 'Grüße aus Zürich'.normalize('NFKC'));
});

test('an expired welcome link sends a new one on request, within the limits', async () => {
  await using door = await openTestDoor();
  const { welcome } = await admitted(door);
  await door.clock.advance(7 * DAY + MINUTE);
  assert.equal(said(await door.site.peekWelcome(welcome)), 'expired');
  assert.equal(said(await door.site.setPassword(welcome, good)), 'expired');
  assert.equal(said(await door.site.renewWelcome(welcome)), 'ok');
  assert.equal(said(await door.site.renewWelcome(welcome)), 'ok');
  assert.equal(said(await door.site.renewWelcome(welcome)), 'limited');
  await door.runJobs();
  assert.equal(said(await door.site.setPassword(linkIn(door.mails.at(-1), 'welcome'), good)), 'ok');
  assert.equal(said(await door.site.renewWelcome(welcome)), 'too-late');
});

test('N7: a welcome link is not good for longer when the clock is put back', async () => {
  await using door = await openTestDoor();
  const { welcome } = await admitted(door);
  await door.clock.advance(7 * DAY - HOUR);
  door.clock.jump(-6 * DAY);
  await door.clock.advance(2 * HOUR);
  assert.equal(said(await door.site.peekWelcome(welcome)), 'expired');
});

test('undo ends the welcome link and locks the account; approval unlocks it and brings a new link', async () => {
  await using door = await openTestDoor();
  const { id, welcome } = await admitted(door);
  assert.ok((await door.advance(id, { kind: 'undo', by: ada })).ok);
  await door.runJobs();
  assert.equal(said(await door.site.setPassword(welcome, good)), 'not-now');
  assert.equal(door.accounts.made.get(lena)?.locked, true);
  assert.equal(door.room.filter(({ kind }) => kind === 'registration.react-to-notice').length, 4);

  await door.advance(id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  assert.equal(door.accounts.made.get(lena)?.locked, false);
  assert.equal(said(await door.site.setPassword(welcome, good)), 'expired');
  const fresh = linkIn(door.mails.at(-1), 'welcome');
  assert.notEqual(fresh, welcome);
  assert.equal(said(await door.site.setPassword(fresh, good)), 'ok');
  const late = await door.advance(id, { kind: 'undo', by: ada });
  assert.ok(!late.ok && late.refusal === 'too-late');
});

test('after an undo a refusal closes the account, and its name stays taken', async () => {
  await using door = await openTestDoor();
  const { id } = await admitted(door);
  await door.advance(id, { kind: 'undo', by: ada });
  await door.advance(id, { kind: 'decide', choice: 'decline', by: ada });
  await door.runJobs();
  assert.equal(door.accounts.made.get(lena)?.closed, false);
  await door.clock.advance(10 * MINUTE);
  await door.runJobs();
  assert.equal(door.accounts.made.get(lena)?.closed, true);
  const again = await door.advance(id, { kind: 'reopen', by: ada });
  assert.ok(!again.ok && again.refusal === 'name-taken');
});

test('a password keeps to the policy of the homeserver, which is said beforehand and costs nobody the link', async () => {
  await using door = await openTestDoor();
  const { welcome } = await admitted(door);
  door.accounts.policy = { least: 16, kinds: ['digit', 'uppercase'] };
  const peeked = await door.site.peekWelcome(welcome);
  assert.deepEqual(peeked.ok && peeked.value.policy, door.accounts.policy);
  const bad = await door.site.setPassword(welcome, good);
  assert.ok(!bad.ok && bad.refusal === 'password' && bad.detail?.refusal === 'policy');
  assert.deepEqual(bad.detail.lacking, ['length', 'digit', 'uppercase']);
  assert.equal(said(await door.site.setPassword(welcome, 'A long password, 7 words')), 'ok');
});
