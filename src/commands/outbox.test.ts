import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDead } from '../../test/support/dead-job.ts';
import { installation } from '../../test/support/installation.ts';
import { knownPlaces } from '../app/jobs-in-words.ts';

const FOREVER = Date.UTC(2100, 0);
const job = (key: string) => ({
  ...({ key, kind: 'registration.send-letter', destination: 'email:x', lane: 'decisions', payload: {} } as const),
  ...{ dueAt: 0, expiresAt: FOREVER },
});

test('what cannot be handled is shown by check and goes back in line with retry --all, jobs and events each by its name', async (t) => {
  const { porter, database } = await installation(t);
  const findings = async () => {
    const { stdout } = await porter('check', '--offline', '--json');
    const { lines } = JSON.parse(stdout) as { lines: { code?: string; sentence: string; remedy?: string }[] };
    return lines.filter(({ code }) => /^(inbox|outbox)\./.test(code ?? ''));
  };
  const spoil = async (events: number) => {
    await using storage = await database();
    const keys = Array.from({ length: events }, (_, at) => `$${events}:${at}`);
    await storage.inbox.keep(keys.map((key) => ({ source: 'matrix', key, body: '{}' })));
    for (const key of keys) await storage.inbox.park('matrix', key, 'inbox.bug');
    await storage.jobs.add([job(`a${events}`)]);
    const made = (await storage.desk.list({ state: 'waiting', limit: 9 })).find(({ key }) => key === `a${events}`);
    await makeDead(storage, made?.id ?? '', 1);
  };
  assert.deepEqual(await findings(), []);
  assert.equal((await porter('outbox', 'retry', '--all')).stdout, 'Nothing was given up.\n');

  await spoil(2);
  assert.deepEqual(
    (await findings()).map(({ code, sentence }) => [code, sentence]),
    [
      ['outbox.dead', '1 job failed for good.'],
      ['inbox.parked', '2 events from the homeserver or a channel could not be handled.'],
    ],
  );
  assert.match((await findings()).at(-1)?.remedy ?? '', /porter outbox retry --all/);
  const { code, stdout } = await porter('outbox', 'retry', '--all');
  assert.equal(code, 0);
  assert.equal(stdout, 'Back in line: 1 job, 2 events from the homeserver or a channel.\n');
  assert.deepEqual(await findings(), []);
  {
    await using storage = await database();
    assert.deepEqual(await storage.inbox.counts(), { waiting: 2, parked: 0 });
  }

  await spoil(1);
  const answer = JSON.parse((await porter('outbox', 'retry', '--all', '--json')).stdout) as unknown;
  assert.deepEqual(answer, { ok: true, retried: 1, events: 1 });
});

test('jobs are listed by place, kind and state, with what the service said, and counted in the same way', async (t) => {
  const { porter, database } = await installation(t);
  {
    await using storage = await database();
    const notice = { ...job('n'), kind: 'registration.show-notice', destination: 'team-room:current' };
    await storage.jobs.add([job('l1'), { ...job('l2'), destination: 'email:y' }, notice]);
    const now = Date.now();
    const { jobs } = await storage.jobs.lease({
      dueUntil: now,
      expiredUntil: 0,
      limit: 1,
      now,
      leaseMs: 1,
      except: [],
    });
    const receipt = { id: '<1@porter.test>', words: '250 queued as 4bXy' };
    await storage.jobs.finishAttempts(
      jobs.map(({ id, attempt }) => ({ id, attempt, end: { kind: 'done', receipt } })),
      now,
    );
  }
  const listed = async (...options: string[]) => (await porter('outbox', 'list', ...options)).stdout;
  assert.match(await listed('--place', 'email'), /^1 waiting\.\n/);
  assert.doesNotMatch(await listed('--place', 'email'), /notice/);
  assert.match(await listed('--state', 'done'), /250 queued as 4bXy/);
  assert.match(
    await listed('--kind', 'registration.show-notice'),
    /^1 waiting\.\n1 of the jobs below is void.*\n.*\n.*notice/,
  );
  assert.match(await listed('--place', 'email', '--state', 'dead'), /^No dead letters\./);
  const { jobs } = JSON.parse(await listed('--json', '--state', 'done')) as { jobs: { id: string; number: number }[] };
  for (const name of [jobs[0]?.id ?? '', String(jobs[0]?.number)]) {
    const shown = JSON.parse((await porter('outbox', 'show', name, '--json')).stdout) as { receipt: unknown };
    assert.deepEqual(shown.receipt, { id: '<1@porter.test>', words: '250 queued as 4bXy' });
    const { stdout } = await porter('outbox', 'show', name);
    assert.match(stdout, /^state +done$/m);
    assert.match(stdout, /^last words +250 queued as 4bXy$/m);
  }
});

test('a place, a kind or a state that does not exist is refused with those that do', async (t) => {
  const { porter } = await installation(t);
  const { code, stderr } = await porter('outbox', 'list', '--place', 'bogus', '--kind', 'letter', '--state', 'gone');
  assert.equal(code, 2);
  assert.match(stderr, /^--state takes waiting, held, leased, done, dead, parked, refused, dropped, erased, void$/m);
  assert.ok(stderr.includes(`--place takes ${knownPlaces.join(', ')}\n`), stderr);
  assert.match(stderr, /^--kind takes registration\.send-letter, /m);
});
