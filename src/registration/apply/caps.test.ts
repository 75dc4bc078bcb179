import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linkIn, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { aSubmission } from '../../../test/support/order.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import type { RegistrationLimits } from '../settings.ts';

const limits: RegistrationLimits = {
  ...{ perDay: 4, open: 50, perDomainPerDay: 2, unprovedPerHour: 6, unprovedPerDomainPerDay: 4 },
  freeDomains: new Set(['free.example']),
};

let people = 0;
/** One more form, from this network. */
function form(door: TestDoor, domain: string, network: string | undefined = undefined) {
  people += 1;
  return door.site.submit(aSubmission({ username: `p${people}`, email: `p${people}@${domain}`, network }));
}
const said = (answer: Awaited<ReturnType<typeof form>>) => (answer.kind === 'limited' ? answer.why : answer.kind);
/** When the notices of the team room are due, oldest first. */
const notices = ({ storage }: TestDoor) =>
  storage.desk
    .list({ limit: 1_000 })
    .then((jobs) => jobs.filter(({ kind }) => kind === 'registration.show-notice').map(({ dueAt }) => dueAt))
    .then((all) => all.toSorted((a, b) => a - b));

test('S16: forms with invented addresses use up nothing of the team: whoever proves an address reaches it at once', async () => {
  await using door = await openTestDoor({ limits });
  for (let n = 0; n < 30; n += 1) await form(door, 'free.example', `192.0.2.${n}`);
  assert.deepEqual(await notices(door), []);
  await door.clock.advance(HOUR + 1);
  const lena = await door.applyAndProve({ email: 'lena@free.example' });
  assert.equal(lena.application.stage, 'waiting');
  assert.equal(door.room.filter(({ kind }) => kind === 'registration.show-notice').length, 1);
});

test('S16: one network empties no allowance for others, and nobody waits longer than an hour for it', async () => {
  await using door = await openTestDoor({ limits });
  const stranger = '2001:db8:7:1::/64';
  for (const answer of ['accepted', 'accepted', 'accepted', 'unproved', 'unproved'])
    assert.equal(said(await form(door, 'free.example', stranger)), answer);
  // All that one customer of a provider may have counts as one network.
  assert.equal(said(await form(door, 'free.example', '2001:db8:7:2::/64')), 'unproved');
  const start = door.clock.now();
  for (const network of ['192.0.2.1', '192.0.2.2', '2001:db8:8:1::/64'])
    assert.equal(said(await form(door, 'free.example', network)), 'accepted');
  const full = await form(door, 'free.example', '192.0.2.4');
  assert.deepEqual(full, { kind: 'limited', why: 'unproved', at: start + HOUR });
  await door.clock.advance(HOUR + 1);
  assert.equal(said(await form(door, 'free.example', '192.0.2.4')), 'accepted');
  assert.deepEqual([...new Set(door.capsMet)], ['unproved']);
});

test('S8: letters to one mail domain stay few, and one network does not use them up for its people', async () => {
  await using door = await openTestDoor({ limits: { ...limits, unprovedPerHour: 100 } });
  const start = door.clock.now();
  const domain = 'school.example';
  assert.equal(said(await form(door, domain, '192.0.2.1')), 'accepted');
  assert.equal(said(await form(door, domain, '192.0.2.1')), 'accepted');
  assert.deepEqual(await form(door, domain, '192.0.2.1'), { kind: 'limited', why: 'domain', at: start + DAY });
  assert.equal(said(await form(door, domain, '192.0.2.2')), 'accepted');
  assert.equal(said(await form(door, domain, '192.0.2.3')), 'accepted');
  assert.equal(said(await form(door, domain, '192.0.2.4')), 'domain');
  assert.equal(said(await form(door, 'free.example', '192.0.2.1')), 'accepted');
  assert.deepEqual([...new Set(door.capsMet)], ['letters']);
});

test('S16: the caps of a day, of a domain and of what waits count proved applications, and say when', async () => {
  await using door = await openTestDoor({ limits: { ...limits, unprovedPerHour: 100, unprovedPerDomainPerDay: 100 } });
  const start = door.clock.now();
  const prove = (name: string, domain: string) => door.applyAndProve({ username: name, email: `${name}@${domain}` });
  for (const name of ['a', 'b']) await prove(name, 'small.example');
  assert.deepEqual(await form(door, 'small.example'), { kind: 'limited', why: 'domain', at: start + DAY });
  for (const name of ['c', 'd']) await prove(name, 'free.example');
  assert.deepEqual(await form(door, 'free.example'), { kind: 'limited', why: 'day', at: start + DAY });
  assert.deepEqual(door.capsMet, ['domain', 'day']);
  await door.clock.advance(DAY + 1);
  assert.equal(said(await form(door, 'free.example')), 'accepted');

  await using full = await openTestDoor({ limits: { ...limits, perDay: 50, open: 2 } });
  for (const name of ['a', 'b']) await full.applyAndProve({ username: name, email: `${name}@free.example` });
  assert.deepEqual(await form(full, 'free.example'), { kind: 'limited', why: 'open', at: full.clock.now() + HOUR });
  assert.deepEqual(full.capsMet, ['open']);
});

test('S16: whoever has sent the form before the day was full is not turned away, but reaches the team in turn', async () => {
  await using door = await openTestDoor({ limits: { ...limits, unprovedPerHour: 100 } });
  const start = door.clock.now();
  const links: string[] = [];
  for (let n = 0; n < 9; n += 1) {
    assert.equal(said(await form(door, 'free.example')), 'accepted');
    await door.runJobs();
    links.push(linkIn(door.mails.at(-1), 'prove'));
  }
  // At once, as after a talk at which everybody opens the letter.
  const proved = await Promise.all(links.map((link) => door.site.proveByLink(link)));
  assert.ok(proved.every(({ ok }) => ok));
  const due = await notices(door);
  assert.deepEqual(
    due.map((at) => Math.floor((at - start) / DAY)),
    [0, 0, 0, 0, 1, 1, 1, 1, 2],
  );
  for (const each of proved) {
    assert.ok(each.ok);
    assert.equal((await door.site.viewStatus(each.value.statusToken))?.stage, 'waiting');
  }
  await door.runJobs();
  const shown = () => door.room.filter(({ kind }) => kind === 'registration.show-notice').length;
  assert.equal(shown(), 4);
  await door.clock.advance(DAY);
  await door.runJobs();
  assert.equal(shown(), 8);
});

test('S16: under any order of strangers whoever proves gets through, and no day of the team has more than its cap', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('form' as const), network: fc.nat({ max: 5 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('prove' as const), network: fc.nat({ max: 50 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(MINUTE, 20 * MINUTE, 5 * HOUR) }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await using door = await openTestDoor({
        limits: { ...limits, perDomainPerDay: 4, unprovedPerDomainPerDay: 100 },
      });
      let proved = 0;
      for (const each of steps) {
        if (each.do === 'wait') await door.clock.advance(each.ms);
        else if (each.do === 'form') await form(door, 'strangers.example', `192.0.2.${each.network}`);
        else {
          // From a network of her own, as most people.
          const answer = await form(door, 'free.example', `198.51.100.${each.network}`);
          if (answer.kind !== 'accepted') {
            assert.ok(answer.kind === 'limited' && answer.at <= door.clock.now() + DAY, JSON.stringify(answer));
            continue;
          }
          const [application] = await door.storage.applications.list(['submitted'], 1);
          assert.ok(application);
          const { email } = application;
          assert.equal((await door.advance(application.id, { kind: 'prove', by: 'code', email })).ok, true);
          proved += 1;
        }
      }
      const due = await notices(door);
      assert.equal(due.length, proved);
      for (const end of due) assert.ok(due.filter((at) => at > end - DAY && at <= end).length <= limits.perDay);
    }),
    { numRuns: 15 },
  );
});
