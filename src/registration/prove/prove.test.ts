import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeIn, linkIn, openTestDoor } from '../../../test/support/door.ts';
import { asked, said } from '../../../test/support/proving.ts';
import { HOUR, MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { UserId } from '../../kernel/matrix-id.ts';

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

test('S6: of forms with one name whoever proves first has it, also at once; the others choose another one', async () => {
  await using door = await openTestDoor();
  const first = await asked(door);
  const links = [first.link];
  for (const email of ['b@example.org', 'c@example.org']) {
    await door.apply({ email });
    await door.runJobs();
    links.push(linkIn(door.mails.at(-1), 'prove'));
  }
  const proofs = await Promise.all(links.map((link) => door.site.proveByLink(link)));
  assert.deepEqual(proofs.map(said).sort(), ['name-claimed', 'name-claimed', 'ok']);
});

test('S6: the proof of a name that somebody else has proved meanwhile asks for another one', async () => {
  await using door = await openTestDoor();
  const first = await asked(door);
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
  door.accounts.addresses.set('owner@example.org', '@owner:porter.test' as UserId);
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

test('the letter to an owner links the page for forgotten passwords only if that page replaces theirs', async () => {
  await using door = await openTestDoor({ forgottenUrl: 'https://porter.test/forgotten' });
  door.accounts.addresses.set('here@example.org', '@here:porter.test' as UserId);
  door.accounts.addresses.set('there@example.org', '@there:porter.test' as UserId);
  door.accounts.replacesPassword = async (userId) => userId === '@here:porter.test';
  const letterTo = async (username: string, email: string) => {
    await door.apply({ username, email });
    await door.runJobs();
    return door.mails.at(-1)?.text ?? '';
  };
  assert.match(await letterTo('mia', 'here@example.org'), /https:\/\/porter\.test\/forgotten/);
  const there = await letterTo('nia', 'there@example.org');
  assert.match(there, /@there:porter\.test/);
  assert.doesNotMatch(there, /forgotten/i);
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
  door.accounts.addresses.set('lena@example.org', '@owner:porter.test' as UserId);
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
