import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeIn, linkIn, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Outcome } from '../../kernel/outcome.ts';

const said = (outcome: Outcome<unknown, string, unknown>) => (outcome.ok ? 'ok' : outcome.refusal);
/** Eight digits that are not the code. */
const wrong = (code: string, by = 1) => String((Number(code) + by) % 100_000_000).padStart(8, '0');

async function asked(door: TestDoor) {
  const applied = await door.apply();
  await door.runJobs();
  return { ...applied, code: codeIn(door.mails.at(-1)), link: linkIn(door.mails.at(-1), 'prove') };
}

test('the letter brings a link and a code; looking at the link changes nothing, its button proves', async () => {
  await using door = await openTestDoor();
  const { application, ticket, link } = await asked(door);
  for (let look = 0; look < 3; look += 1) assert.equal(said(await door.site.peekProof(link)), 'ok');
  assert.equal((await door.get(application.id)).stage, 'submitted');
  assert.equal((await door.site.viewCheck(ticket))?.statusToken, undefined);

  const proved = await door.site.proveByLink(link);
  assert.ok(proved.ok);
  assert.equal((await door.get(application.id)).stage, 'waiting');
  assert.equal((await door.site.viewStatus(proved.value.statusToken))?.stage, 'waiting');
  assert.equal((await door.site.viewCheck(ticket))?.statusToken, proved.value.statusToken);
});

test('S4: ten wrong entries in all end the application, however many codes and at once, and free its name', async () => {
  await using door = await openTestDoor();
  const { application, ticket, code } = await asked(door);
  for (let entry = 1; entry <= 4; entry += 1) {
    const answer = await door.site.enterCode(ticket, wrong(code, entry));
    assert.ok(!answer.ok && answer.detail?.left === 10 - entry);
  }
  // A new code resets nothing.
  assert.equal(said(await door.site.resendProof(ticket)), 'ok');
  await door.runJobs();
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, entry) => door.site.enterCode(ticket, wrong(code, 100 + entry))),
  );
  assert.equal(answers.filter((answer) => said(answer) === 'wrong-code').length, 5);
  assert.equal(answers.filter((answer) => said(answer) === 'ended').length, 55);
  assert.equal((await door.storage.applications.findProof(application.id))?.wrong, 10);
  const ended = await door.get(application.id);
  assert.ok(ended.stage === 'expired' && ended.why === 'too-many-codes');
  assert.equal(said(await door.site.enterCode(ticket, code)), 'ended');
  assert.equal(said(await door.site.resendProof(ticket)), 'ended');
  assert.equal(await door.storage.applications.nameHeld(ended.localpart, door.clock.now()), false);
});

test('S4: an entry that cannot be a code is a slip and costs nothing', async () => {
  await using door = await openTestDoor();
  const { ticket } = await asked(door);
  for (const typed of ['', '1234', 'hello', '123456789'])
    assert.equal(said(await door.site.enterCode(ticket, typed)), 'wrong-code');
  assert.equal((await door.site.viewCheck(ticket))?.wrongLeft, 10);
});

test('S5: two right entries at once have exactly one success, and a code used again has none', async () => {
  await using door = await openTestDoor();
  const { ticket, code, link } = await asked(door);
  const answers = await Promise.all([
    ...[1, 2, 3, 4].map(() => door.site.enterCode(ticket, code)),
    ...[1, 2].map(() => door.site.proveByLink(link)),
  ]);
  assert.deepEqual(answers.map(said).sort(), ['ok', 'used', 'used', 'used', 'used', 'used']);
  assert.equal(said(await door.site.enterCode(ticket, code)), 'used');
  assert.equal(said(await door.site.proveByLink(link)), 'used');
  assert.equal(said(await door.site.peekProof(link)), 'used');
  await door.runJobs();
  assert.equal(door.room.filter(({ kind }) => kind === 'show-notice').length, 1);
});

test('S5: a code of another application, or from before the address was corrected, is wrong', async () => {
  await using door = await openTestDoor();
  const one = await asked(door);
  const { ticket } = await door.apply({ username: 'mia', email: 'mia@example.org' });
  await door.runJobs();
  const codeOfMia = codeIn(door.mails.at(-1));
  assert.equal(said(await door.site.enterCode(one.ticket, codeOfMia)), 'wrong-code');
  assert.equal(said(await door.site.correctAddress(ticket, 'mia@elsewhere.example')), 'ok');
  await door.runJobs();
  assert.equal(said(await door.site.enterCode(ticket, codeOfMia)), 'wrong-code');
  const fresh = door.mails.find(({ to }) => to === 'mia@elsewhere.example');
  assert.equal(said(await door.site.enterCode(ticket, codeIn(fresh))), 'ok');
});

test('the last three codes are good beside each other, each for two hours', async () => {
  await using door = await openTestDoor();
  const { ticket, code } = await asked(door);
  const codes = [code];
  for (let more = 0; more < 3; more += 1) {
    await door.clock.advance(HOUR / 2);
    // The cap of an address lets one letter an hour pass after the first three.
    if (more === 2) await door.clock.advance(HOUR / 2);
    assert.equal(said(await door.site.resendProof(ticket)), 'ok');
    await door.runJobs();
    codes.push(codeIn(door.mails.at(-1)));
  }
  assert.equal(new Set(codes).size, 4);
  const [oldest, second] = codes;
  assert.equal(said(await door.site.enterCode(ticket, oldest ?? '')), 'wrong-code');
  await door.clock.advance(HOUR);
  assert.equal(said(await door.site.enterCode(ticket, second ?? '')), 'expired');
  assert.equal(said(await door.site.enterCode(ticket, codes[3] ?? '')), 'ok');
});

test('N7: no code and no link is good for longer when the clock jumps', async () => {
  for (const jump of [-365 * DAY, -HOUR, -30 * MINUTE, 365 * DAY]) {
    await using door = await openTestDoor();
    const { ticket, code, link } = await asked(door);
    await door.clock.advance(HOUR + 59 * MINUTE);
    door.clock.jump(jump);
    await door.clock.advance(2 * MINUTE);
    assert.notEqual(said(await door.site.enterCode(ticket, code)), 'ok', `code, ${jump}`);
    await door.clock.advance(47 * HOUR);
    assert.notEqual(said(await door.site.proveByLink(link)), 'ok', `link, ${jump}`);
  }
});

test('N7: no wait is negative or a year long when the clock jumps', async () => {
  for (const jump of [-365 * DAY, 365 * DAY]) {
    await using door = await openTestDoor();
    const { ticket } = await asked(door);
    assert.equal(said(await door.site.resendProof(ticket)), 'ok');
    door.clock.jump(jump);
    const again = (await door.site.viewCheck(ticket))?.letterAgainAt;
    if (again === undefined) continue;
    await door.clock.advance(HOUR);
    assert.equal(said(await door.site.resendProof(ticket)), 'ok', `${jump}`);
  }
});

test('S6: two forms with one name have one winner', async () => {
  await using door = await openTestDoor();
  const order = (email: string) => door.site.submit({ ...anything, email });
  const anything = { username: 'lena', displayName: '', reason: 'x', language: 'en' as const };
  const answers = await Promise.all([order('a@example.org'), order('b@example.org'), order('c@example.org')]);
  assert.equal(answers.filter(({ kind }) => kind === 'accepted').length, 1);
  for (const answer of answers) {
    if (answer.kind !== 'accepted') {
      assert.deepEqual(answer, { kind: 'problems', problems: [{ field: 'username', refusal: 'taken' }] });
    }
  }
});

test('S6: a name whose hold ran out goes to whoever proves first; the other chooses another one', async () => {
  await using door = await openTestDoor();
  const first = await asked(door);
  await door.clock.advance(2 * HOUR + MINUTE);
  const second = await door.applyAndProve({ email: 'second@example.org' });
  assert.equal(second.application.stage, 'waiting');

  assert.equal(said(await door.site.proveByLink(first.link)), 'name-claimed');
  assert.equal(said(await door.site.proveByLink(first.link, 'lena')), 'taken');
  assert.equal(said(await door.site.proveByLink(first.link, '_x')), 'leading-underscore');
  assert.equal(said(await door.site.proveByLink(first.link, 'lena2')), 'ok');
  assert.equal((await door.get(first.application.id)).localpart, 'lena2');
});

test('S6: a right code that meets a claimed name can be entered again with another name', async () => {
  await using door = await openTestDoor();
  const first = await asked(door);
  door.accounts.others.add('lena');
  assert.equal(said(await door.site.enterCode(first.ticket, first.code)), 'name-claimed');
  assert.equal(said(await door.site.proveByCodeWithName(first.ticket, first.code, 'LENA')), 'taken');
  assert.equal(said(await door.site.proveByCodeWithName(first.ticket, first.code, 'Lena2')), 'ok');
});

test('S6: one address has one open application: the second proof is refused', async () => {
  await using door = await openTestDoor();
  const one = await asked(door);
  const other = await door.apply({ username: 'mia', email: 'lena+x@example.org' });
  await door.runJobs();
  const link = linkIn(door.mails.at(-1), 'prove');
  assert.equal(said(await door.site.proveByLink(one.link)), 'ok');
  assert.equal(said(await door.site.proveByLink(link)), 'address-in-use');
  assert.equal((await door.get(other.application.id)).stage, 'submitted');
});

test('S7: a known address gets the same answer, and a letter that holds neither link nor code', async () => {
  await using door = await openTestDoor();
  const known = await door.applyAndProve();
  door.accounts.addresses.add('owner@example.org');
  const views = [];
  const wants: readonly [string, string, RegExp | undefined][] = [
    ['mia', 'new@example.org', undefined],
    ['nia', 'owner@example.org', /already have an account/],
    ['pia', 'Lena@example.org', /already with us/],
  ];
  for (const [username, email, subject] of wants) {
    const { ticket } = await door.apply({ username, email });
    await door.runJobs();
    const letter = door.mails.at(-1);
    assert.equal(letter?.to.toLowerCase(), email.toLowerCase());
    if (subject === undefined) assert.match(codeIn(letter), /^[0-9]{8}$/);
    else {
      assert.match(letter?.subject ?? '', subject);
      assert.doesNotMatch(letter?.text ?? '', /\/prove\/|[0-9]{4} [0-9]{4}/);
    }
    assert.equal(said(await door.site.enterCode(ticket, '00000000')), 'wrong-code');
    const view = await door.site.viewCheck(ticket);
    views.push({ ...view, email: '', userId: '' });
  }
  assert.deepEqual(views[1], views[0]);
  assert.deepEqual(views[2], views[0]);
  assert.equal(linkIn(door.mails.at(-1), 'status'), known.statusToken);
});

test('S8: letters to one address go one an hour after three, and the pages say nothing of it', async () => {
  await using door = await openTestDoor();
  for (let form = 0; form < 5; form += 1) {
    await door.apply({ username: `lena${form}`, email: `lena+${form}@example.org` });
    await door.runJobs();
  }
  assert.equal(door.mails.length, 3);
  await door.clock.advance(HOUR + MINUTE);
  await door.runJobs();
  assert.equal(door.mails.length, 4);
});

test('letters of one application: two at once, then one in five minutes', async () => {
  await using door = await openTestDoor();
  const { ticket } = await asked(door);
  assert.equal(said(await door.site.resendProof(ticket)), 'ok');
  const limited = await door.site.resendProof(ticket);
  assert.ok(!limited.ok && limited.refusal === 'limited');
  assert.equal(limited.detail?.at, door.clock.now() + 5 * MINUTE);
  assert.equal(said(await door.site.correctAddress(ticket, 'other@example.org')), 'limited');
  await door.clock.advance(5 * MINUTE);
  assert.equal(said(await door.site.correctAddress(ticket, 'not an address')), 'not-an-address');
  assert.equal(said(await door.site.correctAddress(ticket, 'other@example.org')), 'ok');
});

test('a corrected address ends the earlier link, gets the new letter, and the old one is told', async () => {
  await using door = await openTestDoor();
  const { application, ticket, link } = await asked(door);
  assert.equal(said(await door.site.correctAddress(ticket, 'right@example.org')), 'ok');
  await door.runJobs();
  const [, ...letters] = door.mails;
  assert.deepEqual(letters.map(({ to }) => to).sort(), ['lena@example.org', 'right@example.org']);
  assert.doesNotMatch(letters.find(({ to }) => to === 'lena@example.org')?.text ?? 'right', /right|lena/);
  assert.equal(said(await door.site.peekProof(link)), 'unknown');
  assert.equal((await door.site.viewCheck(ticket))?.email, 'right@example.org');
  const fresh = linkIn(
    letters.find(({ to }) => to === 'right@example.org'),
    'prove',
  );
  assert.equal(said(await door.site.proveByLink(fresh)), 'ok');
  assert.equal((await door.get(application.id)).email, 'right@example.org');
});

test('an address that the mail server refuses for good is shown, can be corrected, and nothing more goes there', async () => {
  await using door = await openTestDoor();
  const { ticket } = await door.apply();
  door.mailFault = new Fault('no such mailbox', { code: 'email.address-refused', retryable: false, scope: 'person' });
  assert.deepEqual(await door.runJobs(), []);
  assert.equal((await door.site.viewCheck(ticket))?.mailRefused, true);
  door.mailFault = undefined;
  assert.equal(said(await door.site.correctAddress(ticket, 'right@example.org')), 'ok');
  assert.equal((await door.site.viewCheck(ticket))?.mailRefused, false);
  await door.runJobs();
  assert.deepEqual(
    door.mails.map(({ to }) => to),
    ['right@example.org'],
  );
});

test('S15: what is done out of order is refused politely and changes nothing', async () => {
  await using door = await openTestDoor();
  const { site } = door;
  const { application, ticket, code, link } = await asked(door);
  const unknown = 'A'.repeat(22);
  for (const token of [unknown, '', '../x', link.slice(1), `${link}A`]) {
    assert.equal(said(await site.peekProof(token)), 'unknown');
    assert.equal(said(await site.proveByLink(token)), 'unknown');
    assert.equal(said(await site.enterCode(token, code)), 'unknown');
    assert.equal(said(await site.withdraw(token)), 'unknown');
    assert.equal(said(await site.peekWelcome(token)), 'unknown');
    assert.equal(said(await site.setPassword(token, 'a long password')), 'unknown');
    assert.equal(await site.viewStatus(token), undefined);
    assert.equal(await site.viewCheck(token), undefined);
  }
  // A link of one purpose opens nothing else.
  assert.equal(said(await site.peekWelcome(link)), 'unknown');
  assert.equal(await site.viewStatus(ticket), undefined);
  assert.equal((await door.get(application.id)).stage, 'submitted');

  const proved = await site.proveByLink(link);
  assert.ok(proved.ok);
  const { statusToken } = proved.value;
  assert.equal(said(await site.pickName(statusToken, 'other')), 'too-late');
  assert.equal(said(await site.resendWelcome(statusToken)), 'too-late');
  assert.equal(said(await site.resendProof(ticket)), 'ended');
  assert.equal(said(await site.correctAddress(ticket, 'x@example.org')), 'ended');
  assert.equal(said(await site.withdraw(statusToken)), 'ok');
  assert.equal(said(await site.withdraw(statusToken)), 'ok');
  assert.equal(said(await site.enterCode(ticket, code)), 'ended');
  assert.equal(said(await site.peekProof(link)), 'ended');
  assert.equal((await site.viewStatus(statusToken))?.stage, 'withdrawn');
});

test('an address that is not proved expires a day after its last link has, with a letter, and frees the name', async () => {
  await using door = await openTestDoor();
  const { application, ticket, link } = await asked(door);
  await door.clock.advance(40 * HOUR);
  assert.equal(said(await door.site.resendProof(ticket)), 'ok');
  await door.runJobs();
  await door.clock.advance(9 * HOUR);
  await door.runJobs();
  assert.equal((await door.get(application.id)).stage, 'submitted');
  assert.equal(said(await door.site.peekProof(link)), 'expired');
  assert.equal(said(await door.site.peekProof(linkIn(door.mails.at(-1), 'prove'))), 'ok');
  // The last link was asked for after 40 hours: 48 of its own, and a day for a letter that left late; four days at the most.
  await door.clock.advance(48 * HOUR);
  await door.runJobs();
  const ended = await door.get(application.id);
  assert.ok(ended.stage === 'expired' && ended.why === 'not-proved');
  assert.match(door.mails.at(-1)?.subject ?? '', /expired/);
  assert.equal(said(await door.site.peekProof(link)), 'expired');
});

test('an address that never had a letter asking for the proof does not hear that it was not given', async () => {
  await using door = await openTestDoor();
  door.accounts.addresses.add('lena@example.org');
  await door.apply();
  await door.runJobs();
  await door.clock.advance(73 * HOUR);
  await door.runJobs();
  assert.equal(door.mails.length, 1);
});

test('the proof works while the homeserver is down, and the letter asking for it goes out', async () => {
  await using door = await openTestDoor();
  door.accounts.down = true;
  const { application } = await door.applyAndProve();
  assert.equal(application.stage, 'waiting');
});
