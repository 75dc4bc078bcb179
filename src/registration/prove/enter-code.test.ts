import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeIn, openTestDoor } from '../../../test/support/door.ts';
import { asked, said, wrong } from '../../../test/support/proving.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';

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
  assert.equal(await door.storage.applications.nameClaimed(ended.localpart), false);
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
  assert.equal(door.room.filter(({ kind }) => kind === 'registration.show-notice').length, 1);
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
