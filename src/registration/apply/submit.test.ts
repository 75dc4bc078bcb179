import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDoor } from '../../../test/support/door.ts';
import { aSubmission } from '../../../test/support/order.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';

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

test('a name is held for two hours from the form', async () => {
  await using door = await openTestDoor();
  await door.apply();
  const again = aSubmission({ email: 'other@example.org' });
  assert.equal((await door.site.submit(again)).kind, 'problems');
  await door.clock.advance(2 * HOUR);
  assert.equal((await door.site.submit(again)).kind, 'accepted');
});

test('S16: the caps of a day, of a domain and of what is open hold, also at once, and say when', async () => {
  const limits = { perDay: 4, open: 50, perDomainPerDay: 2, freeDomains: new Set(['free.example']) };
  await using door = await openTestDoor({ limits });
  const start = door.clock.now();
  const order = (name: string, domain: string) =>
    door.site.submit(aSubmission({ username: name, email: `${name}@${domain}` }));
  const answers = await Promise.all(['a', 'b', 'c'].map((name) => order(name, 'small.example')));
  assert.deepEqual(
    answers.filter(({ kind }) => kind === 'limited'),
    [{ kind: 'limited', why: 'domain', at: start + DAY }],
  );
  for (const name of ['d', 'e']) assert.equal((await order(name, 'free.example')).kind, 'accepted');
  assert.deepEqual(await order('f', 'free.example'), { kind: 'limited', why: 'day', at: start + DAY });
  await door.clock.advance(DAY + 1);
  assert.equal((await order('g', 'free.example')).kind, 'accepted');

  await using full = await openTestDoor({ limits: { ...limits, perDay: 50, open: 2 } });
  await full.apply({ username: 'a' });
  await full.apply({ username: 'b' });
  const closed = await full.site.submit(aSubmission({ username: 'c' }));
  assert.ok(closed.kind === 'limited' && closed.why === 'open');
});
