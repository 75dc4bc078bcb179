import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeIn, openTestDoor } from '../../../test/support/door.ts';
import { aSubmission } from '../../../test/support/order.ts';
import { HOUR } from '../../kernel/clock.ts';

const limits = { perDay: 1_000, open: 1_000, perDomainPerDay: 1_000, unprovedPerHour: 1_000 };

import type { UserId } from '../../kernel/matrix-id.ts';

test('S5: an address that is corrected while the code of another one is being taken is not proved by it', async () => {
  await using door = await openTestDoor();
  const { application, ticket } = await door.apply();
  await door.runJobs();
  const code = codeIn(door.mails.at(-1));
  const isFree = door.accounts.isFree.bind(door.accounts);
  // The homeserver is asked after the code was compared and before the move is saved.
  door.accounts.isFree = async (...asked) => {
    await door.site.correctAddress(ticket, 'boss@bigcorp.example');
    return isFree(...asked);
  };
  const proved = await door.site.enterCode(ticket, code);
  assert.equal(proved.ok, false);
  const { stage, email } = await door.get(application.id);
  assert.deepEqual({ stage, email }, { stage: 'submitted', email: 'boss@bigcorp.example' });
});

test('S7: the page ends at the same moment whether or not the address has an account', async () => {
  await using door = await openTestDoor();
  door.accounts.addresses.set('known@example.org', '@owner:porter.test' as UserId);
  const known = await door.apply({ username: 'one', email: 'known@example.org' });
  await door.runJobs();
  const unknown = await door.apply({ username: 'two', email: 'unknown@example.org' });
  await door.runJobs();
  await door.clock.advance(24 * HOUR);
  for (const { ticket } of [known, unknown]) await door.site.resendProof(ticket);
  for (let hours = 24; hours <= 110; hours += 2) {
    await door.runJobs();
    const [one, two] = [await door.get(known.application.id), await door.get(unknown.application.id)];
    assert.equal(one.stage, two.stage, `after ${hours} hours`);
    await door.clock.advance(2 * HOUR);
  }
});

test('S8: an address that is alike for the caps alone gets no key to the application of the other', async () => {
  await using door = await openTestDoor();
  await door.applyAndProve({ username: 'one', email: 'victim@prov.example' });
  await door.apply({ username: 'two', email: 'victim+evil@prov.example' });
  await door.runJobs();
  const letter = door.mails.at(-1);
  assert.equal(letter?.to, 'victim+evil@prov.example');
  assert.doesNotMatch(`${letter?.text}${letter?.html}`, /\/(status|prove)\//);
});

test('S8: corrections within a domain count as well: applications and corrections together reach no more addresses', async () => {
  await using door = await openTestDoor({
    limits: { ...limits, unprovedPerDomainPerDay: 3, freeDomains: new Set() },
  });
  const { ticket } = await door.apply({ username: 'one', email: 'a@aimed.example' });
  const said = async (address: string) => {
    await door.clock.advance(HOUR);
    const corrected = await door.site.correctAddress(ticket, address);
    return corrected.ok ? 'ok' : corrected.refusal;
  };
  assert.deepEqual([await said('b@aimed.example'), await said('c@aimed.example')], ['ok', 'ok']);
  assert.deepEqual([await said('d@aimed.example'), await said('e@elsewhere.example')], ['limited', 'ok']);
  assert.equal(await said('f@aimed.example'), 'limited');
  const second = await door.site.submit(aSubmission({ username: 'two', email: 'g@aimed.example' }));
  assert.equal(second.kind, 'limited');
  // One more letter to the address that stands there aims at nobody new.
  assert.equal(await said('e@elsewhere.example'), 'ok');
});

test('S8: corrections aim no more letters at one domain than applications may, and no more than ten a day at all', async () => {
  await using door = await openTestDoor({
    limits: { ...limits, unprovedPerDomainPerDay: 3, freeDomains: new Set(['free.example']) },
  });
  let limited = 0;
  for (let n = 1; n <= 6; n += 1) {
    const { ticket } = await door.apply({ username: `name${n}`, email: `a@domain${n}.example` });
    const corrected = await door.site.correctAddress(ticket, `person${n}@aimed.example`);
    if (!corrected.ok && corrected.refusal === 'limited') limited += 1;
  }
  assert.equal(limited, 3);

  const { ticket } = await door.apply({ username: 'many', email: 'many@free.example' });
  let letters = 1;
  for (let minutes = 0; minutes < 20 * 60; minutes += 6) {
    const asked = await door.site.correctAddress(ticket, `many${minutes}@free.example`);
    if (asked.ok) letters += 1;
    await door.clock.advance(HOUR / 10);
  }
  assert.equal(letters, 10);
});
