import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, openTestDoor } from '../../../test/support/door.ts';
import { aSubmission } from '../../../test/support/order.ts';
import { MINUTE } from '../../kernel/clock.ts';
import type { UserId } from '../../kernel/matrix-id.ts';

const CHOSEN = 'quiet-harbour-42-lanterns';
const lena = '@lena:porter.test' as UserId;
const settings = { passwordOnForm: true, accountsHere: true };
const withPassword = (password = CHOSEN) => aSubmission({ password });

test('a password that was chosen on the form becomes the account’s; the letter brings no link, and nothing is left to do', async () => {
  await using door = await openTestDoor(settings);
  const { application } = await door.applyAndProve({ password: CHOSEN });
  assert.equal(await door.storage.applications.findPasswordHash(application.id), `hash of ${CHOSEN}`);
  await door.advance(application.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'settled');
  assert.equal(door.accounts.made.get(lena)?.password, `hash of ${CHOSEN}`);
  assert.equal(await door.storage.applications.findPasswordHash(application.id), undefined);
  const { text } = door.mails.at(-1) ?? { text: '' };
  assert.match(text.replaceAll('\n', ' '), /Sign in with the password that you chose when you applied/);
  assert.doesNotMatch(text, /\/welcome\//);
  assert.ok(door.mails.every((mail) => !mail.text.includes(CHOSEN)));
});

test('S11: it is judged by the rules of the welcome page, together with the fields, and hashed only once all of them are good', async () => {
  await using door = await openTestDoor(settings);
  const problems = await door.site.submit({ ...aSubmission({ email: 'x' }), password: 'short' });
  assert.deepEqual(problems, {
    kind: 'problems',
    problems: [{ field: 'email', refusal: 'not-an-address' }],
    password: { refusal: 'too-short', why: undefined },
  });
  door.accounts.policy = { least: 40, kinds: [] };
  const policy = await door.site.submit(withPassword());
  assert.ok(policy.kind === 'problems' && policy.password?.refusal === 'policy');
  door.accounts.policy = undefined;
  assert.equal((await door.site.submit(aSubmission())).kind, 'problems', 'none at all');
  door.accounts.busy = true;
  assert.equal((await door.site.submit(aSubmission({ password: CHOSEN, email: 'x' }))).kind, 'problems');
  assert.deepEqual(await door.site.submit(withPassword()), { kind: 'busy' });
  assert.deepEqual(await door.storage.applications.list([], 9), []);
});

test('S11: two keyboards that send one letter as different characters make one password', async () => {
  await using door = await openTestDoor(settings);
  const { application } = await door.apply({ password: 'Grüße aus Zürich'.normalize('NFD') });
  const hash = await door.storage.applications.findPasswordHash(application.id);
  assert.equal(hash, `hash of ${'Grüße aus Zürich'.normalize('NFKC')}`);
});

test('D5: whoever goes back and sends the form with another password has that one, until the address is proved', async () => {
  await using door = await openTestDoor(settings);
  const { applications } = door.storage;
  const form = { ...withPassword(), form: 'token of her page, lena' };
  const first = await door.site.submit(form);
  const second = await door.site.submit({ ...form, password: 'another-harbour-43' });
  assert.deepEqual(second, first);
  const [application] = await applications.list([], 9);
  assert.ok(application);
  assert.equal(await applications.findPasswordHash(application.id), 'hash of another-harbour-43');
  await door.advance(application.id, { kind: 'prove', by: 'link', email: application.email });
  await applications.keepPasswordHash(application.id, 'hash of a stranger');
  assert.equal(await applications.findPasswordHash(application.id), 'hash of another-harbour-43');
});

test('L11: withdrawn, expired or refused, the hash is deleted; until a refusal is sent it can be taken back', async () => {
  await using door = await openTestDoor(settings);
  const { applications } = door.storage;
  const one = await door.applyAndProve({ username: 'one', email: 'one@example.org', password: CHOSEN });
  const two = await door.applyAndProve({ username: 'two', email: 'two@example.org', password: CHOSEN });
  const three = await door.apply({ username: 'three', email: 'three@example.org', password: CHOSEN });
  await door.advance(one.application.id, { kind: 'withdraw' });
  await door.advance(three.application.id, { kind: 'end-proof' });
  await door.advance(two.application.id, { kind: 'decide', choice: 'decline', by: ada });
  const kept = async () =>
    Promise.all([one, two, three].map(({ application }) => applications.findPasswordHash(application.id)));
  assert.deepEqual(await kept(), [undefined, `hash of ${CHOSEN}`, undefined]);
  await door.clock.advance(10 * MINUTE);
  await door.runJobs();
  assert.equal((await door.get(two.application.id)).stage, 'closed');
  assert.deepEqual(await kept(), [undefined, undefined, undefined]);

  // Taken up again, it goes on with a link.
  await door.advance(two.application.id, { kind: 'reopen', by: ada });
  await door.advance(two.application.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  assert.equal((await door.get(two.application.id)).stage, 'admitted');
  assert.match(door.mails.at(-1)?.text ?? '', /\/welcome\//);
});

test('D4: an account that has a password already keeps it', async () => {
  await using door = await openTestDoor(settings);
  const { application } = await door.applyAndProve({ password: CHOSEN });
  door.accounts.made.set(lena, { application: application.id, locked: false, closed: false, password: 'newer' });
  await door.advance(application.id, { kind: 'decide', choice: 'approve', by: ada });
  await door.runJobs();
  assert.equal(door.accounts.made.get(lena)?.password, 'newer');
  assert.equal((await door.get(application.id)).stage, 'settled');
});
