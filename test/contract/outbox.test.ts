import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/kernel/clock.ts';
import { openGate } from '../../src/kernel/gate.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { done, type Job, later, unreadable } from '../../src/outbox/job.ts';
import { openOutbox } from '../../src/outbox/open-outbox.ts';
import type { JobStore } from '../../src/outbox/ports/job-store.ts';
import { onEveryDatabase, openTestSqlite } from './databases.ts';
import { alwaysDone, fault, HOUR, leasedCount, MINUTE, pass, SECOND, start, stateOf } from './outbox-rig.ts';
import { aJob, NOW } from './samples.ts';

onEveryDatabase((database, open) => {
  describe(`outbox: ${database}`, () => {
    test('jobs added by anybody are done once, in order, and the outbox comes to rest', async () => {
      await using opened = await open();
      await using running = start(opened, alwaysDone);
      await opened.storage.jobs.add(['a', 'b', 'c'].map((key) => aJob({ key, destination: 'matrix:!r' })));
      await running.until(() => running.calls.length === 3);
      await opened.storage.jobs.add([aJob({ key: 'd' })]);
      await running.until(async () => (await stateOf(opened, 'd')) === 'done');
      assert.deepEqual(running.calls, ['a', 'b', 'c', 'd']);
      assert.equal(await running.outbox.oldestDueAge(), undefined);
    });

    test('at most sixteen are at work, one of each destination and lane', async () => {
      await using opened = await open();
      let now = 0;
      let most = 0;
      const busy = new Set<string>();
      await using running = start(opened, async ({ destination, lane }) => {
        assert.ok(!busy.has(`${destination} ${lane}`));
        busy.add(`${destination} ${lane}`);
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 5));
        now -= 1;
        busy.delete(`${destination} ${lane}`);
        return done();
      });
      await opened.storage.jobs.add(Array.from({ length: 60 }, (_, n) => aJob({ destination: `matrix:${n % 25}` })));
      await running.until(() => running.calls.length === 60 && now === 0);
      assert.equal(most, 16);
    });

    test('what a delayed job waits for is its time', async () => {
      await using opened = await open();
      await using running = start(opened, alwaysDone);
      await opened.storage.jobs.add([aJob({ key: 'later', dueAt: NOW + 10 * MINUTE })]);
      await pass(opened, 9 * MINUTE, MINUTE);
      assert.deepEqual(running.calls, []);
      await pass(opened, 2 * MINUTE, MINUTE);
      await running.until(() => running.calls.length === 1);
    });

    test('a person’s fault is tried again with growing waits, the others go on, until it succeeds', async () => {
      await using opened = await open();
      const tries: number[] = [];
      await using running = start(opened, async ({ key }) => {
        if (key !== 'sick') return done();
        tries.push(opened.clock.now());
        if (tries.length < 5) throw fault();
        return done();
      });
      await opened.storage.jobs.add([aJob({ key: 'sick', destination: 'email:x' }), aJob({ destination: 'email:x' })]);
      await running.until(() => running.calls.length === 2);
      await pass(opened, 10 * MINUTE, 2 * SECOND);
      await running.until(async () => (await stateOf(opened, 'sick')) === 'done');
      const waits = tries.slice(1).map((at, n) => at - (tries[n] ?? 0));
      waits.forEach((wait, n) => {
        const full = 5 * SECOND * 2 ** n;
        // Real work takes its time while the test's clock runs: only the lower bound is Porter's.
        assert.ok(wait >= 0.75 * full, `${wait} of ${full}`);
      });
    });

    test('a job that nobody handles, and a row that nobody can read, are parked and not deleted', async () => {
      await using opened = await open();
      await opened.storage.jobs.add([aJob({ key: 'odd', kind: 'constructor' }), aJob({ key: 'fine' })]);
      await using running = start(opened, alwaysDone);
      await running.until(async () => (await stateOf(opened, 'odd')) === 'parked' && running.calls.length === 1);
      assert.deepEqual(running.calls, ['fine']);
    });

    test('a job whose part was left out for a while is done once the part is back, and not before its time', async () => {
      await using opened = await open();
      const later = opened.clock.now() + 60_000;
      await opened.storage.jobs.add([
        aJob({ key: 'now', kind: 'a.do' }),
        aJob({ key: 'later', kind: 'a.do', dueAt: later }),
        aJob({ key: 'odd', kind: 'b.do' }),
      ]);
      {
        await using without = start(opened, alwaysDone);
        await without.until(async () => (await stateOf(opened, 'now')) === 'parked');
        await opened.clock.advance(60_000);
        await without.until(async () => (await stateOf(opened, 'later')) === 'parked');
      }
      await using back = start(opened, alwaysDone, { kinds: ['a.do'] });
      await back.until(async () => (await stateOf(opened, 'later')) === 'done');
      assert.equal(await stateOf(opened, 'now'), 'done');
      assert.equal(await stateOf(opened, 'odd'), 'parked');
    });

    test('what a handler cannot read is parked, the next goes on, and a version that can read it does it', async () => {
      await using opened = await open();
      let knows = false;
      await using running = start(opened, async ({ key }) => {
        if (key === 'odd' && !knows) throw unreadable('written by a newer version');
        return done();
      });
      await opened.storage.jobs.add([
        ...[aJob({ key: 'odd', destination: 'email:x' }), aJob({ key: 'next', destination: 'email:x' })],
      ]);
      await running.until(async () => (await stateOf(opened, 'next')) === 'done');
      const [parked] = await opened.storage.desk.list({ state: 'parked', limit: 5 });
      assert.deepEqual([parked?.key, parked?.code, parked?.failures], ['odd', 'job.unreadable', 0]);
      assert.notEqual(parked?.payload, '');
      assert.equal(running.outbox.pausedPlaces().length, 0);
      knows = true;
      assert.equal(await opened.storage.desk.retry(parked?.id ?? '', opened.clock.now()), 'retried');
      await running.until(async () => (await stateOf(opened, 'odd')) === 'done');
      assert.deepEqual(running.calls, ['odd', 'next', 'odd']);
    });

    test('later puts a job back without counting, and what was frozen is said again', async () => {
      await using opened = await open();
      const said: unknown[] = [];
      const seen: Job[] = [];
      await using running = start(opened, async (job, { freeze }) => {
        seen.push(job);
        if (seen.length === 1) return later(opened.clock.now() + 10 * SECOND);
        said.push(await freeze({ text: `said ${seen.length}` }));
        if (seen.length === 2) throw fault({ outcome: 'unknown' });
        return done();
      });
      await opened.storage.jobs.add([aJob({ key: 'a' })]);
      await running.until(() => seen.length === 1);
      await pass(opened, MINUTE, SECOND);
      await running.until(async () => (await stateOf(opened, 'a')) === 'done');
      assert.deepEqual(said, [{ text: 'said 2' }, { text: 'said 2' }]);
      assert.equal(seen[1]?.firstTriedAt, undefined);
      assert.ok((seen[2]?.firstTriedAt ?? 0) >= NOW + 10 * SECOND);
      assert.deepEqual(
        seen.map(({ attempt }) => attempt),
        [1, 2, 3],
      );
    });

    test('D12: stopping takes nothing new, waits for what runs, and leaves nothing leased', async () => {
      await using opened = await open();
      let release = () => {};
      const ends = new Promise<void>((resolve) => {
        release = resolve;
      });
      await using running = start(opened, async ({ key }, { signal }) => {
        if (key.startsWith('slow')) await ends;
        if (key === 'never')
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error())));
        if (key === 'deaf') await new Promise(() => {});
        return done();
      });
      const keys = ['slow1', 'slow2', 'never', 'deaf'];
      await opened.storage.jobs.add(keys.map((key) => aJob({ key })));
      await running.until(() => running.calls.length === 4);
      const stopped = running.outbox.stop();
      await opened.storage.jobs.add([aJob({ key: 'new' })]);
      release();
      await pass(opened, 19 * SECOND, SECOND);
      assert.equal((await leasedCount(opened)) > 0, true);
      await pass(opened, 5 * SECOND, SECOND);
      await stopped;
      assert.equal(await leasedCount(opened), 0);
      assert.deepEqual(await Promise.all([...keys, 'new'].map((key) => stateOf(opened, key))), [
        'done',
        'done',
        'waiting',
        'waiting',
        'waiting',
      ]);
      assert.equal(running.calls.length, 4);
    });

    test('D1: leases of an earlier life are taken back at the start, as outcome unknown', async () => {
      await using opened = await open();
      await opened.storage.jobs.add([aJob({ key: 'a' })]);
      await opened.storage.jobs.lease({
        dueUntil: NOW,
        expiredUntil: NOW,
        limit: 9,
        now: NOW,
        leaseMs: HOUR,
        except: [],
      });
      await opened.reopen();
      const seen: Job[] = [];
      await using running = start(opened, async (job) => {
        seen.push(job);
        return done();
      });
      await running.until(async () => (await stateOf(opened, 'a')) === 'done');
      assert.deepEqual(
        seen.map(({ attempt, firstTriedAt }) => [attempt, firstTriedAt]),
        [[2, NOW]],
      );
    });
  });
});

describe('outbox: work in bulk', () => {
  test('one attempt of sixteen jobs that end together costs one commit', async () => {
    await using opened = await openTestSqlite();
    let finished = 0;
    let leased = 0;
    const store: JobStore = {
      ...opened.storage.jobs,
      finishAttempts: (...all) => {
        finished += 1;
        return opened.storage.jobs.finishAttempts(...all);
      },
      lease: async (ask) => {
        const taken = await opened.storage.jobs.lease(ask);
        if (taken.jobs.length > 0) leased += 1;
        return taken;
      },
    };
    await opened.storage.jobs.add(Array.from({ length: 64 }, (_, n) => aJob({ key: `${n}` })));
    await using running = start(opened, alwaysDone, { store });
    await running.until(async () => (await opened.storage.desk.list({ state: 'done', limit: 99 })).length === 64);
    assert.deepEqual([leased, finished], [4, 4]);
  });

  test('a job that is added while the outbox looks is not left until it looks by itself again', async () => {
    await using opened = await openTestSqlite();
    let looked = 0;
    const { jobs } = opened.storage;
    const store: JobStore = {
      ...jobs,
      async lease(ask) {
        const taken = await jobs.lease(ask);
        looked += 1;
        if (looked === 1) {
          await jobs.add([aJob({ key: 'meanwhile' })]);
          // The word that something was added comes while this turn is not over.
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return taken;
      },
    };
    await using running = start(opened, alwaysDone, { store });
    // Nothing moves the clock: only the word itself can have caused it.
    await running.until(() => running.calls.includes('meanwhile'));
  });

  test('a running outbox does not keep the process alive, and stops at once when nothing runs', async () => {
    await using opened = await openTestSqlite({ clock: systemClock });
    const outbox = openOutbox({
      store: opened.storage.jobs,
      handlers: {},
      gate: openGate,
      clock: systemClock,
      log: silentLog,
    });
    await outbox.stop();
    await outbox.stop();
  });
});
