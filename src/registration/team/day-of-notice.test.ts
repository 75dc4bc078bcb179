import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, linkIn, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { aSubmission } from '../../../test/support/order.ts';
import { openTeam } from '../../../test/support/team.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';
import { silentLog } from '../../kernel/log.ts';
import { showNotice } from '../rules/jobs.ts';
import type { RegistrationLimits } from '../settings.ts';
import { makeReconcile } from './reconcile.ts';

const onePerDay: RegistrationLimits = {
  ...{ perDay: 1, open: 50, perDomainPerDay: 1, unprovedPerHour: 100, unprovedPerDomainPerDay: 100 },
  freeDomains: new Set(['free.example']),
};

/** When the notices of applications are due, in days from `start`, by name. */
async function daysOf({ storage }: TestDoor, start: number): Promise<Readonly<Record<string, number>>> {
  const days: Record<string, number> = {};
  for (const { key, dueAt } of await storage.desk.list({
    kind: 'registration.show-notice',
    state: 'waiting',
    limit: 100,
  })) {
    const found = await storage.applications.find(key.slice('show:'.length));
    if (found?.stage === 'waiting') days[found.localpart] = Math.floor((dueAt - start) / DAY);
  }
  return days;
}

test('S16: whoever withdraws before the day of the notice, or is decided by hand before it, gives the place in that day back', async () => {
  await using door = await openTestDoor({ limits: onePerDay });
  const links: string[] = [];
  for (const name of ['anna', 'bert', 'cora', 'dora', 'emil', 'frida']) {
    await door.site.submit(aSubmission({ username: name, email: `${name}@free.example` }));
    await door.runJobs();
    links.push(linkIn(door.mails.at(-1), 'prove'));
  }
  const start = door.clock.now();
  const prove = async () => {
    const proved = await door.site.proveByLink(links.shift() ?? '');
    assert.ok(proved.ok);
    return proved.value.statusToken;
  };
  await prove();
  const berts = await prove();
  await prove();
  assert.deepEqual(await daysOf(door, start), { anna: 0, bert: 1, cora: 2 });

  assert.equal((await door.site.withdraw(berts)).ok, true);
  await prove();
  assert.deepEqual(await daysOf(door, start), { anna: 0, dora: 1, cora: 2 });

  const cora = (await door.storage.applications.findByName('cora'))[0];
  assert.ok(cora);
  const approve = { kind: 'decide', choice: 'approve', by: ada } as const;
  assert.equal((await door.advance(cora.id, approve)).ok, true);
  await prove();
  assert.deepEqual(await daysOf(door, start), { anna: 0, dora: 1, emil: 2 });
  // The last day of the team is as full as the others.
  await prove();
  assert.deepEqual(await daysOf(door, start), { anna: 0, dora: 1, emil: 2, frida: 3 });
});

test('S16: a new round leaves a notice that waits for its day where it is', async () => {
  await using door = await openTestDoor({ limits: onePerDay });
  const start = door.clock.now();
  const forms = ['anna', 'bert'].map((name) => aSubmission({ username: name, email: `${name}@free.example` }));
  for (const form of forms) await door.site.submit(form);
  await door.runJobs();
  for (const mail of door.mails.slice(-2)) assert.ok((await door.site.proveByLink(linkIn(mail, 'prove'))).ok);
  for (const { id } of await door.storage.applications.list(['waiting'], 9))
    assert.ok((await door.advance(id, { kind: 'new-round', why: 'restored' })).ok);
  assert.deepEqual(await daysOf(door, start), { anna: 0, bert: 1 });
});

test('S16: a look back leaves a notice that waits for its day where it is, and posts one whose job was dropped', async () => {
  await using team = await openTeam();
  const { applications, votes, room, counter, advance, clock, storage } = team;
  const { jobs, desk } = storage;
  const reconcile = makeReconcile({ applications, votes, room, counter, advance, jobs, clock, log: silentLog });
  const [later, dropped] = [await team.waiting(), await team.waiting()];
  const due = clock.now() + DAY;
  await jobs.add([showNotice(later, due), showNotice(dropped, clock.now() + HOUR)]);
  const waiting = async () =>
    (await desk.list({ kind: 'registration.show-notice', state: 'waiting', limit: 10 })).map(({ key, dueAt }) => [
      key,
      dueAt,
    ]);
  const [newest] = await desk.list({ limit: 1 });
  assert.equal(newest?.key, `show:${dropped.id}`);
  await desk.drop(newest.id, clock.now());
  await reconcile();
  await reconcile();
  assert.deepEqual(await waiting(), [
    [`show:${dropped.id}`, clock.now()],
    [`show:${later.id}`, due],
  ]);
});
