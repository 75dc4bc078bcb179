import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { NewJob } from '../../src/outbox/job.ts';
import type { AttemptEnd, LeaseAsk, LeasedJob } from '../../src/outbox/ports.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { onEveryDatabase } from './databases.ts';
import { aJob, NOW } from './samples.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const ask = (over: Partial<LeaseAsk> = {}): LeaseAsk => ({
  dueUntil: NOW,
  expiredUntil: NOW,
  limit: 16,
  now: NOW,
  leaseMs: HOUR,
  except: [],
  ...over,
});
const lease = async ({ jobs }: Storage, over: Partial<LeaseAsk> = {}) => (await jobs.lease(ask(over))).jobs;
const keys = (jobs: readonly { readonly key: string }[]) => jobs.map(({ key }) => key);
const settle = ({ jobs }: Storage, done: readonly LeasedJob[], end: AttemptEnd = { kind: 'done' }, now = NOW) =>
  jobs.settle(
    done.map(({ id, attempt }) => ({ id, attempt, end })),
    now,
  );
const failed = (dueAt: number, unknown = false): AttemptEnd => ({ kind: 'failed', dueAt, unknown, code: 'test.down' });
const later = (dueAt?: number, unknown = false): AttemptEnd => ({ kind: 'later', dueAt, unknown, code: undefined });
const stateOf = async ({ desk }: Storage, key: string) =>
  (await desk.list({ limit: 1_000 })).find((job) => job.key === key)?.state;

onEveryDatabase((database, open) => {
  describe(`job store: ${database}`, () => {
    test('a job comes back as it was added, with its first attempt', async () => {
      await using opened = await open();
      const { storage } = opened;
      const job = aJob({ payload: { text: 'ä "x"', n: 1, on: true, none: null, list: [1, { a: 'b' }] } });
      await storage.jobs.add([job]);
      const [leased] = await lease(storage);
      assert.ok(leased);
      const { id, ...rest } = leased;
      assert.match(id, /^[0-9a-f]{8}-/);
      assert.deepEqual(rest, {
        ...job,
        attempt: 1,
        failures: 0,
        createdAt: NOW,
        firstTriedAt: undefined,
        frozen: undefined,
      });
      assert.deepEqual(await lease(storage), []);
    });

    test('a key is unique for ever: adding it again changes nothing, also when the job is done', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'a' })]);
      await storage.jobs.add([aJob({ key: 'a' })]);
      const jobs = await lease(storage);
      assert.deepEqual(keys(jobs), ['a']);
      await settle(storage, jobs);
      await storage.jobs.add([aJob({ key: 'a' })]);
      assert.deepEqual(await lease(storage), []);
    });

    test('of two thousand jobs added together none is lost', async () => {
      await using opened = await open();
      const { storage } = opened;
      const jobs = Array.from({ length: 2_000 }, (_, n) => aJob({ key: `many:${n}`, destination: `email:${n % 700}` }));
      await storage.jobs.add(jobs);
      const seen = new Set<string>();
      for (
        let some = await lease(storage, { limit: 300 });
        some.length > 0;
        some = await lease(storage, { limit: 300 })
      ) {
        for (const { key } of some) seen.add(key);
        await settle(storage, some);
      }
      assert.equal(seen.size, 2_000);
    });

    test('lanes go by priority; in one destination and lane one job at a time, the oldest first', async () => {
      await using opened = await open();
      const { storage } = opened;
      const destination = 'matrix:!room';
      await storage.jobs.add([
        aJob({ key: 'n1', destination }),
        aJob({ key: 'n2', destination }),
        aJob({ key: 'c', destination, lane: 'codes' }),
        aJob({ key: 'up', destination: 'email:x', lane: 'clean-up' }),
        aJob({ key: 'd', destination: 'account:x', lane: 'decisions' }),
      ]);
      const first = await lease(storage);
      assert.deepEqual(keys(first), ['c', 'd', 'n1', 'up']);
      assert.deepEqual(await lease(storage), []);
      await settle(storage, first);
      assert.deepEqual(keys(await lease(storage)), ['n2']);
    });

    test('order holds among due jobs only: one that waits for later lets the next pass, and comes first again when due', async () => {
      await using opened = await open();
      const { storage } = opened;
      const destination = 'matrix:!room';
      await storage.jobs.add(['a', 'b', 'c'].map((key) => aJob({ key, destination })));
      await settle(storage, await lease(storage), failed(NOW + 1_000));
      const second = await lease(storage);
      assert.deepEqual(keys(second), ['b']);
      await settle(storage, second);
      assert.deepEqual(keys(await lease(storage, { dueUntil: NOW + 1_000 })), ['a']);
      assert.equal((await storage.jobs.lease(ask())).nextDue, undefined);
    });

    test('P: whatever is added, each line is served in order, one at a time, and everything is served', async () => {
      await using opened = await open();
      const { storage } = opened;
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              line: fc.integer({ min: 0, max: 3 }),
              lane: fc.constantFrom('codes', 'decisions', 'notices', 'clean-up' as const),
              delay: fc.constantFrom(0, 0, 1, 5),
            }),
            { maxLength: 15 },
          ),
          fc.infiniteStream(fc.constantFrom<'done' | 'later' | 'failed'>('done', 'done', 'later', 'failed')),
          fc.integer({ min: 1, max: 5 }),
          async (wanted, ends, limit) => {
            run += 1;
            const jobs = wanted.map(({ line, lane, delay }, n) =>
              aJob({ key: `${run}:${n}`, destination: `p${line % 2}:${run}:${line}`, lane, dueAt: NOW + delay }),
            );
            await storage.jobs.add(jobs);
            const due = new Map(jobs.map((job, n) => [job.key, { n, dueAt: job.dueAt }]));
            const out: LeasedJob[] = [];
            for (let tick = 0, idle = 0; due.size > 0 && idle < 40; tick += 1) {
              const now = NOW + tick;
              const taken = await lease(storage, { dueUntil: now, limit });
              idle = taken.length > 0 ? 0 : idle + 1;
              for (const job of taken) {
                const lineOf = (other: { lane: string; destination: string }) => `${other.lane} ${other.destination}`;
                assert.ok(!out.some((other) => lineOf(other) === lineOf(job)), 'one at a time');
                const mine = due.get(job.key);
                assert.ok(mine && mine.dueAt <= now, 'due, and not served before');
                for (const other of jobs) {
                  const its = due.get(other.key);
                  if (its && lineOf(other) === lineOf(job) && its.n < mine.n) assert.ok(its.dueAt > now, 'in order');
                }
                out.push(job);
              }
              for (const job of out.splice(0)) {
                const end = ends.next().value;
                if (end === 'done') due.delete(job.key);
                else due.set(job.key, { n: due.get(job.key)?.n ?? 0, dueAt: now + 2 });
                await settle(
                  storage,
                  [job],
                  end === 'done' ? { kind: 'done' } : end === 'later' ? later(now + 2) : failed(now + 2),
                );
              }
            }
            assert.equal(due.size, 0);
          },
        ),
        { numRuns: 25 },
      );
    });

    test('a job waits for its predecessor, whatever is due first, and for nothing else', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([
        aJob({ key: 'mark', after: 'notice', destination: 'matrix:!r' }),
        aJob({ key: 'notice', destination: 'matrix:!r' }),
        aJob({ key: 'next', destination: 'matrix:!r' }),
      ]);
      const first = await lease(storage);
      assert.deepEqual(keys(first), ['notice']);
      await storage.jobs.add([aJob({ key: 'mark2', after: 'notice', destination: 'matrix:!s' })]);
      assert.deepEqual(await lease(storage), []);
      await settle(storage, first);
      const second = await lease(storage);
      assert.deepEqual(keys(second).sort(), ['mark', 'mark2']);
      await settle(storage, second);
      assert.deepEqual(keys(await lease(storage)), ['next']);
      await storage.jobs.add([aJob({ key: 'mark3', after: 'notice' }), aJob({ key: 'mark4', after: 'long ago' })]);
      assert.deepEqual(keys(await lease(storage)).sort(), ['mark3', 'mark4']);
    });

    test('with its predecessor a job becomes a dead letter, and comes back with it', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([
        aJob({ key: 'notice' }),
        aJob({ key: 'mark', after: 'notice' }),
        aJob({ key: 'third', after: 'mark' }),
      ]);
      const first = await lease(storage);
      await settle(storage, first, { kind: 'dead', code: 'test.refused', unknown: false });
      await storage.jobs.add([aJob({ key: 'fourth', after: 'third' })]);
      const dead = await storage.desk.list({ state: 'dead', limit: 9 });
      assert.deepEqual(
        dead.map(({ key, code }) => [key, code]),
        [
          ['fourth', 'predecessor'],
          ['third', 'predecessor'],
          ['mark', 'predecessor'],
          ['notice', 'test.refused'],
        ],
      );
      const [notice] = first;
      assert.ok(notice);
      assert.equal(await storage.desk.retry(notice.id, NOW), 'retried');
      for (const key of ['notice', 'mark', 'third', 'fourth']) {
        const jobs = await lease(storage);
        assert.deepEqual(keys(jobs), [key]);
        await settle(storage, jobs);
      }
      assert.equal(await storage.desk.retry(notice.id, NOW), 'not-dead');
      assert.equal(await storage.desk.retry('nobody', NOW), 'unknown');
    });

    test('D3: an attempt that is no longer the stored one changes nothing', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' })]);
      const old = await lease(storage);
      assert.equal(await storage.jobs.releaseLeases({ except: [] }), 1);
      const [fresh] = await lease(storage);
      assert.equal(fresh?.attempt, 2);
      assert.equal(fresh?.firstTriedAt, NOW);
      await settle(storage, old);
      await settle(storage, old, failed(NOW + DAY));
      assert.deepEqual(await storage.jobs.freeze([{ id: fresh?.id ?? '', attempt: 1, content: { a: 1 } }]), [
        undefined,
      ]);
      assert.equal(await stateOf(storage, 'a'), 'leased');
      await settle(storage, fresh ? [fresh] : []);
      assert.equal(await stateOf(storage, 'a'), 'done');
    });

    test('a lease that ran out is taken back, one in hand is not', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b' })]);
      const jobs = await lease(storage);
      const [mine] = jobs;
      assert.equal(await storage.jobs.releaseLeases({ endedBefore: NOW + HOUR, except: [] }), 0);
      assert.equal(await storage.jobs.releaseLeases({ endedBefore: NOW + HOUR + 1, except: [mine?.id ?? ''] }), 1);
      assert.equal((await lease(storage)).length, 1);
    });

    test('when the first attempt may have reached the other side is kept, a definite no is not', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' })]);
      await settle(storage, await lease(storage, { now: NOW + 1 }), failed(NOW, false));
      const [second] = await lease(storage, { now: NOW + 2 });
      assert.deepEqual([second?.firstTriedAt, second?.failures], [undefined, 1]);
      await settle(storage, second ? [second] : [], later(undefined, true));
      const [third] = await lease(storage, { now: NOW + 3 });
      assert.deepEqual([third?.firstTriedAt, third?.failures, third?.attempt], [NOW + 2, 1, 3]);
    });

    test('what the first attempt froze stays until the job is done', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' })]);
      const [first] = await lease(storage);
      assert.ok(first);
      const freeze = ({ id, attempt }: LeasedJob, content: NewJob['payload']) =>
        storage.jobs.freeze([{ id, attempt, content }]);
      assert.deepEqual(await freeze(first, { body: 'one' }), [{ body: 'one' }]);
      assert.deepEqual(await freeze(first, { body: 'two' }), [{ body: 'one' }]);
      await settle(storage, [first], failed(NOW));
      const [second] = await lease(storage);
      assert.ok(second);
      assert.deepEqual(second.frozen, { body: 'one' });
      assert.deepEqual(await freeze(second, { body: 'three' }), [{ body: 'one' }]);
    });

    test('of a job that is wanted once, one waits: the earlier time counts, and a further one waits while one is leased', async () => {
      await using opened = await open();
      const { storage } = opened;
      const show = (dueAt: number) => aJob({ key: 'show:1', oncePending: true, destination: 'matrix:!r', dueAt });
      await storage.jobs.add([show(NOW + 9_000)]);
      await storage.jobs.add([show(NOW + 5_000)]);
      await storage.jobs.add([show(NOW + 7_000)]);
      assert.equal((await storage.jobs.lease(ask())).nextDue, NOW + 5_000);
      const [first] = await lease(storage, { dueUntil: NOW + 5_000 });
      assert.ok(first);
      await storage.jobs.add([show(NOW + 1_000)]);
      await storage.jobs.add([show(NOW + 2_000)]);
      assert.deepEqual((await storage.desk.list({ limit: 9 })).map(({ state }) => state).sort(), ['leased', 'waiting']);
      await settle(storage, [first]);
      const second = await lease(storage, { dueUntil: NOW + 1_000 });
      assert.equal(second.length, 1);
      await settle(storage, second);
      assert.deepEqual(await lease(storage, { dueUntil: NOW + DAY }), []);
    });

    test('a job that is wanted once and comes back gives way to a newer one, unless it froze what it says', async () => {
      await using opened = await open();
      const { storage } = opened;
      const show = () => aJob({ key: 'show:1', oncePending: true, destination: 'matrix:!r' });
      await storage.jobs.add([show()]);
      const first = await lease(storage);
      await settle(storage, first, later(NOW));
      await storage.jobs.add([show()]);
      assert.deepEqual(
        (await lease(storage)).map(({ id }) => id),
        first.map(({ id }) => id),
      );
      await storage.jobs.add([show()]);
      const again = first.map((job) => ({ ...job, attempt: 2 }));
      await settle(storage, again, later(NOW));
      const [second] = await lease(storage);
      assert.ok(second && second.id !== first[0]?.id);
      assert.deepEqual(await lease(storage), []);

      await storage.jobs.freeze([{ id: second.id, attempt: 1, content: { body: 'x' } }]);
      await storage.jobs.add([show()]);
      await settle(storage, [second], failed(NOW));
      const [third] = await lease(storage);
      assert.deepEqual([third?.id, third?.frozen], [second.id, { body: 'x' }]);
      await settle(storage, third ? [third] : []);
      assert.equal((await lease(storage)).length, 1);
    });

    test('what comes too late is a dead letter, whether its turn comes or not', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([
        aJob({ key: 'late', expiresAt: NOW, destination: 'matrix:!r' }),
        aJob({ key: 'fine', destination: 'matrix:!r' }),
        aJob({ key: 'after', after: 'late' }),
        aJob({ key: 'later', dueAt: NOW + HOUR, expiresAt: NOW + 2 * HOUR }),
      ]);
      const taken = await storage.jobs.lease(ask());
      assert.deepEqual([keys(taken.jobs), taken.expired.length], [['fine'], 1]);
      assert.equal(await storage.jobs.expire(NOW + 2 * HOUR), 1);
      assert.deepEqual(
        (await storage.desk.list({ state: 'dead', limit: 9 })).map(({ key, code }) => [key, code]),
        [
          ['later', 'expired'],
          ['after', 'predecessor'],
          ['late', 'expired'],
        ],
      );
      assert.deepEqual(
        (await storage.desk.counts()).toSorted((a, b) => a.state.localeCompare(b.state)),
        [
          { state: 'dead', lane: 'notices', jobs: 3 },
          { state: 'leased', lane: 'notices', jobs: 1 },
        ],
      );
    });

    test('places left out get nothing; a place can be asked for alone', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([
        aJob({ key: 'm', destination: 'matrix:a', dueAt: NOW + 5 }),
        aJob({ key: 'e1', destination: 'email:a' }),
        aJob({ key: 'e2', destination: 'email:b' }),
      ]);
      const taken = await storage.jobs.lease(ask({ except: ['email'] }));
      assert.deepEqual([taken.jobs.length, taken.nextDue], [0, NOW + 5]);
      assert.deepEqual(keys(await lease(storage, { only: 'email', limit: 1 })).length, 1);
      assert.equal(await storage.jobs.oldestDue(), NOW);
    });

    test('done jobs lose their content and go after their time; dead letters keep theirs until told', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b' })]);
      const [a, b] = await lease(storage);
      assert.ok(a && b);
      await settle(storage, [a], { kind: 'done' }, NOW);
      await settle(storage, [b], { kind: 'dead', code: 'x', unknown: false }, NOW);
      assert.equal((await storage.desk.show(a.id))?.payload, '');
      assert.notEqual((await storage.desk.show(b.id))?.payload, '');
      await storage.jobs.tidy({ doneBefore: NOW + 1, deadBefore: NOW + 1 });
      assert.equal(await storage.desk.show(a.id), undefined);
      assert.equal((await storage.desk.show(b.id))?.payload, '');
      assert.equal(await storage.desk.retry(b.id, NOW), 'cleared');
    });

    test('a job can be dropped, and put away as a dead letter; its key stays known', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b', after: 'a' })]);
      const id = (await storage.desk.list({ limit: 9 })).find(({ key }) => key === 'a')?.id ?? '';
      assert.equal(await storage.desk.drop(id, NOW), 'dropped');
      assert.deepEqual(await lease(storage), []);
      assert.equal((await storage.desk.list({ state: 'dead', limit: 9 })).length, 2);
      assert.equal(await storage.desk.drop(id, NOW), 'dropped');
      assert.equal(await storage.desk.drop(id, NOW), 'done');
      await storage.jobs.add([aJob({ key: 'a' })]);
      assert.deepEqual(await lease(storage), []);
      assert.equal(await storage.desk.drop('nobody', NOW), 'unknown');
    });

    test('a restart loses nothing that waits', async () => {
      await using opened = await open();
      await opened.storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b' })]);
      await settle(opened.storage, await lease(opened.storage, { limit: 1 }));
      await opened.reopen();
      assert.equal((await lease(opened.storage)).length, 1);
    });

    test('another process is heard: its jobs are told of, and taken', async () => {
      await using opened = await open();
      const other = await opened.beside();
      let heard = 0;
      const stop = opened.storage.changed(() => {
        heard += 1;
      });
      await opened.clock.advance(1_000);
      heard = 0;
      await other.jobs.add([aJob({ key: 'theirs' })]);
      for (let tries = 0; heard === 0 && tries < 200; tries += 1) {
        await opened.clock.advance(100);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      assert.ok(heard > 0);
      assert.deepEqual(keys(await lease(opened.storage)), ['theirs']);
      stop();
    });
  });
});
