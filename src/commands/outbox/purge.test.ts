import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { makeDead } from '../../../test/support/dead-job.ts';
import { installation } from '../../../test/support/installation.ts';
import { DAY } from '../../kernel/clock.ts';
import { foldJob } from '../../notifications/rules/fold-job.ts';

/** An installation with two targets, two notifications to one of them and one to both, which no Porter delivers. */
async function waiting(t: Parameters<typeof installation>[0]) {
  const made = await installation(t);
  await appendFile(
    path.join(made.cwd, 'config.yaml'),
    '\nnotifications: { targets: { ops: ["email:ops@example.org"], night: ["email:night@example.org"] } }\n',
  );
  const send = async (...args: string[]) => assert.equal((await made.porter('send', ...args)).code, 0);
  await send('--to', 'ops', 'One');
  await send('--to', 'ops', 'Two');
  await send('--to', 'ops', '--to', 'night', 'Three');
  const purge = (...args: string[]) => made.porter('outbox', 'purge', '--target', ...args);
  return { ...made, purge };
}

test('what waits for one target is given up for good, and who ordered it is kept; the same to others stays', async (t) => {
  const { purge, porter, database } = await waiting(t);
  {
    await using storage = await database();
    const [newest] = await storage.desk.list({ state: 'waiting', limit: 1 });
    await makeDead(storage, newest?.id ?? '', Date.now());
    const letter = { kind: 'registration.send-letter', lane: 'codes', payload: {}, dueAt: 0 } as const;
    await storage.jobs.add([{ ...letter, key: 'l', destination: 'email:x', expiresAt: Date.UTC(2100, 0) }]);
  }
  const dry = await purge('ops', '--dry-run');
  assert.equal(dry.code, 0);
  assert.match(
    dry.stdout,
    /^Would be given up: 3 notifications to ops \(3 waiting\)\n {2}notification over email "Three"/,
  );
  const unasked = await purge('ops');
  assert.equal(unasked.code, 2);
  assert.match(unasked.stderr, /^3 notifications would be given up for good: say --yes\.$/m);

  assert.equal((await purge('ops', '--yes')).stdout, 'Given up for good: 3 notifications to ops.\n');
  assert.equal((await purge('ops', '--yes')).stdout, 'Nothing waits for ops.\n');
  const night = JSON.parse((await porter('outbox', 'list', '--target', 'night', '--json')).stdout) as {
    readonly jobs: readonly { readonly state: string; readonly targets: readonly string[] }[];
  };
  assert.deepEqual(
    night.jobs.map(({ state, targets }) => [state, targets]),
    [['dead', ['night']]],
  );

  // The whole channel: the dead letter to the other target too, but no letter of the door.
  assert.deepEqual(JSON.parse((await purge('email', '--yes', '--json')).stdout), {
    ...{ ok: true, purged: 1, found: { dead: 1 } },
  });
  await using storage = await database();
  assert.deepEqual(
    (await storage.desk.counts()).map(({ lane, jobs }) => [lane, jobs]),
    [['codes', 1]],
  );
  const audited = [...(await storage.outboxAudit.of('ops')), ...(await storage.outboxAudit.of('email'))];
  assert.deepEqual(
    audited.map(({ what, jobs, by }) => [what, jobs, by.startsWith('cli:')]),
    [
      ['purge', 3, true],
      ['purge', 1, true],
    ],
  );
});

test('an address is a target too, and needs no section any more; what is neither is told what was meant', async (t) => {
  const { purge, porter } = await waiting(t);
  assert.match((await purge('email:night@example.org', '--yes')).stdout, /^Given up for good: 1 notification to /);
  assert.match((await purge('xmpp:gone@example.org', '--yes')).stdout, /^Nothing waits for /);
  const typo = await purge('opps', '--yes');
  assert.equal(typo.code, 2);
  assert.match(typo.stderr, /^--target: opps is no target; did you mean ops\?/m);
  assert.equal((await porter('outbox', 'list', '--target', 'x:y')).code, 2);
  const listed = (await porter('outbox', 'list')).stdout;
  assert.match(listed, /^no\. +state +age +place +target +what/m);
  assert.match(listed, /waiting +0 min +email +ops +notification over email "Two"/);
});

test('what will tell a target of repetitions is given up with the rest, and others are still told', async (t) => {
  const { purge, database } = await waiting(t);
  const [ops, night] = ['ops', 'night'].map((name) => ({
    ...{ channel: 'email', address: `${name}@example.org`, manner: {} },
  }));
  assert.ok(ops && night);
  {
    await using storage = await database();
    const until = Date.UTC(2100, 0);
    const says = { title: 'Disk full', lines: [], preformatted: false, link: undefined, facts: [] } as const;
    const told = { folded: 'same', name: 'n', shown: 1, since: 0, until } as const;
    const notification = { ...says, urgency: 'now', origin: 'a' } as const;
    await storage.jobs.add([foldJob({ ...told, notification, addresses: [ops, night] }, 'fold:n', DAY)]);
  }
  assert.match((await purge('ops', '--dry-run')).stdout, /^Would be given up: 4 notifications to ops \(4 waiting\)/);
  assert.equal((await purge('ops', '--yes')).stdout, 'Given up for good: 4 notifications to ops.\n');
  assert.equal((await purge('ops', '--yes')).stdout, 'Nothing waits for ops.\n');
  assert.match((await purge('night', '--dry-run')).stdout, /^Would be given up: 2 notifications to night/);
});
