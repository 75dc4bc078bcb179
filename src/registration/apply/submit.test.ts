import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDoor } from '../../../test/support/door.ts';
import { aSubmission } from '../../../test/support/order.ts';
import { DAY, SECOND } from '../../kernel/clock.ts';

test('problems of all fields are told at once, a taken name among them', async () => {
  await using door = await openTestDoor();
  door.accounts.others.add('lena');
  const answer = await door.site.submit(aSubmission({ username: 'Lena', email: 'x', reason: '' }));
  assert.deepEqual(answer, {
    kind: 'problems',
    problems: [
      { field: 'username', refusal: 'taken', instead: 'lena2' },
      { field: 'email', refusal: 'not-an-address' },
      { field: 'reason', refusal: 'empty' },
    ],
  });
});

test('a name that a stranger has typed blocks nobody: whoever proves an address first has it, the other picks again', async () => {
  await using door = await openTestDoor();
  const stranger = await door.apply({ email: 'invented@nowhere.example' });
  const lena = await door.applyAndProve({ email: 'lena@example.org' });
  assert.equal(lena.application.localpart, 'lena');
  // From the proof on the form says that it is taken.
  const third = await door.site.submit(aSubmission({ email: 'third@example.org' }));
  assert.deepEqual(third.kind === 'problems' && third.problems.map(({ refusal }) => refusal), ['taken']);
  const code = door.derive.code(stranger.application.id, 1);
  const late = await door.site.enterCode(stranger.ticket, code);
  assert.ok(!late.ok && late.refusal === 'name-claimed');
  assert.equal((await door.site.proveByCodeWithName(stranger.ticket, code, 'other')).ok, true);
});

test('S8: a name is suggested only while the sender may look names up; each name that the homeserver is asked for counts', async () => {
  await using door = await openTestDoor();
  for (const name of ['lena', 'lena.m']) door.accounts.others.add(name);
  const form = aSubmission({ username: 'lena', displayName: 'Lena M' });
  const instead = async (allowed: number) => {
    let left = allowed;
    const result = await door.site.submit(form, async () => {
      left -= 1;
      return left >= 0;
    });
    return result.kind === 'problems' ? [result.problems.map((problem) => problem.instead), allowed - left] : undefined;
  };
  assert.deepEqual(await instead(2), [['lena2'], 2]);
  assert.deepEqual(await instead(1), [[undefined], 2]);
  assert.deepEqual(await instead(0), [[undefined], 1]);
});

test('N2: the names of one form are asked of a slow homeserver within one time, not one after the other', async () => {
  await using door = await openTestDoor();
  const asked: string[] = [];
  door.accounts.isFree = async (name, signal) => {
    asked.push(name);
    if (name === 'lena') return 'taken';
    await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    return 'unknown';
  };
  const result = door.site.submit(aSubmission({ username: 'lena', displayName: 'Lena M' }));
  await door.clock.advance(10 * SECOND);
  assert.deepEqual(await result, { kind: 'problems', problems: [{ field: 'username', refusal: 'taken' }] });
  assert.deepEqual(asked, ['lena', 'lena.m']);
});

test('D5: a form that is sent again, because no response came, is one application and one letter, and leads to the same page', async () => {
  await using door = await openTestDoor();
  const { applications } = door.storage;
  const lena = { ...aSubmission(), form: 'token of her page, lena' };
  const first = await door.site.submit(lena);
  await door.runJobs();
  await door.clock.advance(DAY);
  assert.deepEqual(await door.site.submit(lena), first);
  await door.runJobs();
  assert.equal((await applications.list([], 9)).length, 1);
  assert.equal(door.mails.length, 1);
  assert.ok(first.kind === 'accepted');
  assert.ok(await door.site.viewCheck(first.ticket));

  // Another page, or another name or address on it, is another form.
  const other = await door.site.submit({ ...lena, form: 'token of another page, lena' });
  assert.ok(other.kind === 'accepted' && other.ticket !== first.ticket);
  assert.equal((await applications.list([], 9)).length, 2);
});

test('D5: a form that is sent again after a cap was met still leads to the page of its application', async () => {
  await using door = await openTestDoor({
    limits: {
      perDay: 20,
      open: 50,
      perDomainPerDay: 10,
      freeDomains: new Set(),
      unprovedPerHour: 1,
      unprovedPerDomainPerDay: 9,
    },
  });
  const lena = { ...aSubmission(), form: 'token of her page, lena' };
  const first = await door.site.submit(lena);
  assert.equal((await door.site.submit({ ...lena, form: 'another' })).kind, 'limited');
  assert.deepEqual(await door.site.submit(lena), first);
});

test('a form whose application has ended unproved makes another one', async () => {
  await using door = await openTestDoor();
  const lena = { ...aSubmission(), form: 'token of her page, lena' };
  const first = await door.site.submit(lena);
  const [application] = await door.storage.applications.list([], 1);
  assert.ok(application);
  assert.ok((await door.advance(application.id, { kind: 'end-proof' })).ok);
  const second = await door.site.submit(lena);
  assert.ok(first.kind === 'accepted' && second.kind === 'accepted' && first.ticket !== second.ticket);
});
