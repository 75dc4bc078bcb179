import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDoor } from '../../../test/support/door.ts';
import { aSubmission } from '../../../test/support/order.ts';

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
