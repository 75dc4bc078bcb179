import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { LeasedJob } from '../../src/outbox/ports/job-store.ts';
import { onEveryDatabase } from './databases.ts';
import { ask, DAY, failed, finish, HOUR, keys, later, lease } from './job-rig.ts';
import { aJob, NOW } from './samples.ts';

onEveryDatabase((database, open) => {
  describe(`order of jobs: ${database}`, () => {
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
      await finish(storage, first);
      assert.deepEqual(keys(await lease(storage)), ['n2']);
    });

    test('order holds among due jobs only: one that is put off lets the next pass, and takes its turn by its new time', async () => {
      await using opened = await open();
      const { storage } = opened;
      const destination = 'matrix:!room';
      await storage.jobs.add(['a', 'b', 'c'].map((key) => aJob({ key, destination })));
      await finish(storage, await lease(storage), failed(NOW + 1_000));
      const second = await lease(storage);
      assert.deepEqual(keys(second), ['b']);
      await finish(storage, second);
      for (const key of ['c', 'a']) {
        const next = await lease(storage, { dueUntil: NOW + 1_000 });
        assert.deepEqual(keys(next), [key]);
        await finish(storage, next);
      }
      assert.equal((await storage.jobs.lease(ask())).nextDue, undefined);
    });

    test('a queue of hundreds is served in order, also when it is cut by a restart, an expiry and a drop of who is next', async () => {
      await using opened = await open();
      const wanted = Array.from({ length: 600 }, (_, n) => `${n}`);
      const lost = ['100', '200'];
      await opened.storage.jobs.add([
        ...wanted.map((key) =>
          aJob({ key, destination: 'matrix:!long', ...(key === '200' ? { expiresAt: NOW + 1 } : {}) }),
        ),
        aJob({ key: 'other' }),
      ]);
      const served: string[] = [];
      for (let round = 0; served.length < 599; round += 1) {
        assert.ok(round < 700, `stuck after ${served.slice(-3)}`);
        const { storage } = opened;
        if (served.at(-1) === '99') {
          const next = (await storage.desk.list({ limit: 1_000 })).find(({ key }) => key === '100');
          assert.equal(await storage.desk.drop(next?.id ?? '', NOW), 'dropped');
        }
        if (served.at(-1) === '199') assert.equal(await storage.jobs.expire(NOW + 1), 1);
        const taken = await lease(storage, { limit: 4 });
        if (round === 300) {
          await opened.reopen();
          assert.equal(await opened.storage.jobs.releaseLeases({ except: [] }), taken.length);
          continue;
        }
        served.push(...keys(taken));
        await finish(storage, taken);
      }
      assert.deepEqual(
        served.filter((key) => key !== 'other'),
        wanted.filter((key) => !lost.includes(key)),
      );
      assert.deepEqual(await opened.storage.desk.list({ state: 'waiting', limit: 9 }), []);
    });

    test('P: whatever is added, each queue is served in order, one at a time, and everything is served', async () => {
      await using opened = await open();
      const { storage } = opened;
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              recipient: fc.integer({ min: 0, max: 3 }),
              lane: fc.constantFrom('codes', 'decisions', 'notices', 'clean-up' as const),
              delay: fc.constantFrom(0, 0, 1, 5),
            }),
            { maxLength: 15 },
          ),
          fc.infiniteStream(fc.constantFrom<'done' | 'later' | 'failed'>('done', 'done', 'later', 'failed')),
          fc.integer({ min: 1, max: 5 }),
          async (wanted, ends, limit) => {
            run += 1;
            const jobs = wanted.map(({ recipient, lane, delay }, n) =>
              aJob({
                key: `${run}:${n}`,
                destination: `p${recipient % 2}:${run}:${recipient}`,
                lane,
                dueAt: NOW + delay,
              }),
            );
            await storage.jobs.add(jobs);
            const due = new Map(jobs.map((job, n) => [job.key, { n, dueAt: job.dueAt }]));
            const out: LeasedJob[] = [];
            for (let tick = 0, idle = 0; due.size > 0 && idle < 40; tick += 1) {
              const now = NOW + tick;
              const taken = await lease(storage, { dueUntil: now, limit });
              idle = taken.length > 0 ? 0 : idle + 1;
              for (const job of taken) {
                const queueOf = (other: { lane: string; destination: string }) => `${other.lane} ${other.destination}`;
                assert.ok(!out.some((other) => queueOf(other) === queueOf(job)), 'one at a time');
                const mine = due.get(job.key);
                assert.ok(mine && mine.dueAt <= now, 'due, and not served before');
                for (const other of jobs) {
                  const its = due.get(other.key);
                  if (!its || its === mine || queueOf(other) !== queueOf(job)) continue;
                  assert.ok(its.dueAt > mine.dueAt || (its.dueAt === mine.dueAt && its.n > mine.n), 'in order');
                }
                out.push(job);
              }
              for (const job of out.splice(0)) {
                const end = ends.next().value;
                if (end === 'done') due.delete(job.key);
                else due.set(job.key, { n: due.get(job.key)?.n ?? 0, dueAt: now + 2 });
                await finish(
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

    test('dead letters are listed newest first, page by page, and come back to their queues one by one', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add(['one', 'two', 'three'].map((key) => aJob({ key, destination: `email:${key}` })));
      await finish(storage, await lease(storage), { kind: 'dead', code: 'test.refused', unknown: false });
      const dead = await storage.desk.list({ state: 'dead', limit: 9 });
      assert.deepEqual(
        dead.map(({ key, code }) => [key, code]),
        ['three', 'two', 'one'].map((key) => [key, 'test.refused']),
      );
      assert.deepEqual(await storage.desk.list({ state: 'dead', limit: 9, olderThan: dead[0]?.id }), dead.slice(1));
      const id = dead[1]?.id ?? '';
      assert.equal(await storage.desk.retry(id, NOW), 'retried');
      const again = await lease(storage);
      assert.deepEqual(keys(again), ['two']);
      await finish(storage, again);
      assert.equal(await storage.desk.retry(id, NOW), 'not-dead');
      assert.equal(await storage.desk.retry('nobody', NOW), 'unknown');
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
      await finish(storage, [first]);
      const second = await lease(storage, { dueUntil: NOW + 1_000 });
      assert.equal(second.length, 1);
      await finish(storage, second);
      assert.deepEqual(await lease(storage, { dueUntil: NOW + DAY }), []);
    });

    test('destinations that get nothing now are passed over in all their lanes, and nothing in their queues moves', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([
        aJob({ key: 'a1', destination: 'email:a', lane: 'codes' }),
        aJob({ key: 'a2', destination: 'email:a', lane: 'decisions' }),
        aJob({ key: 'a3', destination: 'email:a', lane: 'decisions' }),
        aJob({ key: 'b', destination: 'email:b', lane: 'decisions' }),
      ]);
      const probe = { of: 'email', from: ['email'], notFor: ['email:a', 'email:c'] };
      assert.deepEqual(keys(await lease(storage, { probe, limit: 1 })), ['b']);
      assert.deepEqual(keys(await lease(storage, { probe, limit: 1 })), []);
      assert.deepEqual(keys(await lease(storage)), ['a1', 'a2']);
    });

    test('a job that is wanted once and comes back gives way to a newer one, unless it froze what it says', async () => {
      await using opened = await open();
      const { storage } = opened;
      const show = () => aJob({ key: 'show:1', oncePending: true, destination: 'matrix:!r' });
      await storage.jobs.add([show()]);
      const first = await lease(storage);
      await finish(storage, first, later(NOW));
      await storage.jobs.add([show()]);
      assert.deepEqual(
        (await lease(storage)).map(({ id }) => id),
        first.map(({ id }) => id),
      );
      await storage.jobs.add([show()]);
      const again = first.map((job): LeasedJob => ({ ...job, attempt: 2 }));
      await finish(storage, again, later(NOW));
      const [second] = await lease(storage);
      assert.ok(second && second.id !== first[0]?.id);
      assert.deepEqual(await lease(storage), []);

      await storage.jobs.freeze([{ id: second.id, attempt: 1, content: { body: 'x' } }]);
      await storage.jobs.add([show()]);
      await finish(storage, [second], failed(NOW));
      const [third] = await lease(storage);
      assert.deepEqual([third?.id, third?.frozen], [second.id, { body: 'x' }]);
      await finish(storage, third ? [third] : []);
      assert.equal((await lease(storage)).length, 1);
    });

    test('a job that is wanted once and died while it waited holds up nothing: the next one is added', async () => {
      await using opened = await open();
      const { storage } = opened;
      const show = () => aJob({ key: 'show:1', oncePending: true, destination: 'matrix:!r', expiresAt: NOW + HOUR });
      const waiting = async () => {
        await storage.jobs.add([show()]);
        const job = (await storage.desk.list({ state: 'waiting', limit: 9 }))[0];
        assert.ok(job, 'it waits');
        return job;
      };
      const first = await waiting();
      await storage.jobs.expire(NOW + 2 * HOUR);
      const expired = await waiting();
      await storage.jobs.expire(NOW + 2 * HOUR);
      await storage.jobs.add([show()]);
      assert.deepEqual((await storage.jobs.lease(ask({ expiredUntil: NOW + 2 * HOUR }))).jobs, []);
      const last = await waiting();
      const dead = await storage.desk.list({ state: 'dead', limit: 9 });
      assert.equal(dead.length, 3);

      // Tried again beside a newer one that waits, it is done with it.
      assert.equal(await storage.desk.retry(expired.id, NOW), 'retried');
      assert.equal((await storage.desk.show(expired.id))?.state, 'done');
      const [leased] = await lease(storage);
      assert.equal(leased?.id, last.id);
      await finish(storage, leased ? [leased] : []);
      // Alone it waits again, and is the one that waits.
      assert.equal(await storage.desk.retry(first.id, NOW), 'retried');
      await storage.jobs.add([show()]);
      assert.deepEqual(
        (await lease(storage)).map(({ id }) => id),
        [first.id],
      );
      assert.deepEqual(await lease(storage), []);
    });

    test('a dead job that was wanted once and is dropped leaves its place to the next', async () => {
      await using opened = await open();
      const { storage } = opened;
      const show = () => aJob({ key: 'show:1', oncePending: true, destination: 'matrix:!r' });
      await storage.jobs.add([show()]);
      const first = await lease(storage);
      await finish(storage, first, { kind: 'parked', code: 'no-handler' });
      assert.equal(await storage.desk.drop(first[0]?.id ?? '', NOW), 'dropped');
      await storage.jobs.add([show()]);
      assert.equal((await lease(storage)).length, 1);
    });
  });
});
