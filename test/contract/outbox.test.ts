import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '../../src/kernel/clock.ts';
import { Fault, type FaultOptions } from '../../src/kernel/fault.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Job, JobHandler } from '../../src/outbox/job.ts';
import { openOutbox } from '../../src/outbox/open-outbox.ts';
import { makeOutboxOperations } from '../../src/outbox/operate.ts';
import type { Outbox, OutboxLimits } from '../../src/outbox/outbox.ts';
import type { JobStore } from '../../src/outbox/ports.ts';
import { onEveryDatabase, openTestSqlite, type TestStorage } from './databases.ts';
import { aJob, NOW } from './samples.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const fault = (over: Partial<FaultOptions> = {}) =>
  new Fault('it broke', { code: 'test.broke', retryable: true, scope: 'person', ...over });
const down = (over: Partial<FaultOptions> = {}) => fault({ code: 'test.down', scope: 'channel', ...over });

interface Running extends AsyncDisposable {
  readonly outbox: Outbox;
  /** Keys in the order in which their handler was called. */
  readonly calls: string[];
  /** Lets real work end, moving no clock, until `done` or a limit. */
  until(done: () => boolean | Promise<boolean>): Promise<void>;
}

function start(
  { storage, clock }: TestStorage,
  handler: JobHandler,
  limits: Partial<OutboxLimits> = {},
  store: JobStore = storage.jobs,
): Running {
  const calls: string[] = [];
  const outbox = openOutbox({
    store,
    clock,
    log: silentLog,
    limits,
    handlers: {
      test: (job, tools) => {
        calls.push(job.key);
        return handler(job, tools);
      },
    },
  });
  const stop = storage.changed(outbox.wake);
  return {
    outbox,
    calls,
    async until(done) {
      for (const end = performance.now() + 20_000; performance.now() < end; ) {
        if (await done()) return;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      throw new Error(`in vain; calls so far: ${calls.slice(0, 50).join(' ')}`);
    },
    async [Symbol.asyncDispose]() {
      stop();
      const stopped = outbox.stop();
      for (let i = 0; i < 40; i += 1) await clock.advance(SECOND);
      await stopped;
    },
  };
}

const done: JobHandler = async () => 'done';
const stateOf = async ({ storage }: TestStorage, key: string) =>
  (await storage.desk.list({ limit: 1_000 })).find((job) => job.key === key)?.state;
const leasedCount = async ({ storage }: TestStorage) =>
  (await storage.desk.list({ state: 'leased', limit: 100 })).length;

/** Moves the clock in steps and lets real work end in between. */
async function pass({ clock }: TestStorage, ms: number, step: number): Promise<void> {
  for (let moved = 0; moved < ms; moved += step) {
    await clock.advance(step);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

onEveryDatabase((database, open) => {
  describe(`outbox: ${database}`, () => {
    test('jobs added by anybody are done once, in order, and the outbox comes to rest', async () => {
      await using opened = await open();
      await using running = start(opened, done);
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
        return 'done';
      });
      await opened.storage.jobs.add(Array.from({ length: 60 }, (_, n) => aJob({ destination: `matrix:${n % 25}` })));
      await running.until(() => running.calls.length === 60 && now === 0);
      assert.equal(most, 16);
    });

    test('what a delayed job waits for is its time', async () => {
      await using opened = await open();
      await using running = start(opened, done);
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
        if (key !== 'sick') return 'done';
        tries.push(opened.clock.now());
        if (tries.length < 5) throw fault();
        return 'done';
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

    test('N5: what can never succeed is a dead letter at once, seen and tried again by the operator', async () => {
      await using opened = await open();
      let blocked = true;
      await using running = start(opened, async () => {
        if (blocked) throw fault({ retryable: false, code: 'test.blocked' });
        return 'done';
      });
      await opened.storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b', after: 'a' })]);
      await running.until(async () => (await stateOf(opened, 'b')) === 'dead');
      const operations = makeOutboxOperations({ desk: opened.storage.desk, clock: opened.clock });
      const dead = await operations.list({ state: 'dead', limit: 9 });
      assert.deepEqual(
        dead.map(({ key, code }) => [key, code]),
        [
          ['b', 'predecessor'],
          ['a', 'test.blocked'],
        ],
      );
      blocked = false;
      assert.ok((await operations.retry('all-dead')).retried >= 1);
      await running.until(async () => (await stateOf(opened, 'b')) === 'done');
      assert.deepEqual(await operations.retry('nobody'), { retried: 0, refusal: 'unknown' });
    });

    test('N1: a place that is down is tried by one job at a time, at most once a second, order kept, nothing used up, and all goes on after', async () => {
      await using opened = await open();
      let up = false;
      const tries: number[] = [];
      const sent: string[] = [];
      await using running = start(opened, async ({ key }) => {
        if (!up) {
          tries.push(opened.clock.now());
          throw down();
        }
        sent.push(key);
        return 'done';
      });
      const jobs = Array.from({ length: 200 }, (_, n) => aJob({ key: `${n}`, destination: `matrix:!${n % 20}` }));
      await opened.storage.jobs.add(jobs);
      await running.until(() => tries.length >= 16);
      await pass(opened, HOUR, 5 * SECOND);
      const probes = tries.slice(16);
      assert.ok(probes.length >= 20 && probes.length <= 70, `${probes.length} probes`);
      probes.slice(1).forEach((at, n) => {
        assert.ok(at - (probes[n] ?? 0) >= SECOND);
      });
      assert.deepEqual(
        running.outbox.pausedPlaces().map(({ place, code }) => [place, code]),
        [['matrix', 'test.down']],
      );
      assert.ok(((await running.outbox.oldestDueAge()) ?? 0) >= HOUR);
      assert.equal((await opened.storage.desk.list({ limit: 300 })).filter(({ failures }) => failures > 0).length, 0);

      up = true;
      await pass(opened, 2 * MINUTE, 5 * SECOND);
      await running.until(() => sent.length === 200);
      for (let room = 0; room < 20; room += 1) {
        const inRoom = sent.map(Number).filter((n) => n % 20 === room);
        assert.deepEqual(
          inRoom,
          inRoom.toSorted((a, b) => a - b),
        );
      }
      assert.deepEqual(running.outbox.pausedPlaces(), []);
    });

    test('N5: one place that is down does not hold up another; what comes too late there is a dead letter', async () => {
      await using opened = await open();
      await using running = start(opened, async ({ destination }) => {
        if (destination.startsWith('email')) throw down({ retryable: false });
        return 'done';
      });
      await opened.storage.jobs.add([aJob({ key: 'mail', destination: 'email:a', expiresAt: NOW + HOUR })]);
      await running.until(() => running.outbox.pausedPlaces().length === 1);
      await opened.storage.jobs.add([aJob({ key: 'room' })]);
      await running.until(async () => (await stateOf(opened, 'room')) === 'done');
      await pass(opened, HOUR + 3 * MINUTE, 20 * SECOND);
      await running.until(async () => (await stateOf(opened, 'mail')) === 'dead');
    });

    test('a bug in a handler is tried twelve times, then it is a dead letter', async () => {
      await using opened = await open();
      await using running = start(opened, async () => {
        throw new TypeError('undefined is not a function');
      });
      await opened.storage.jobs.add([aJob({ key: 'a', expiresAt: NOW + 1_000 * HOUR })]);
      for (let round = 0; round < 40 && (await stateOf(opened, 'a')) !== 'dead'; round += 1) {
        await pass(opened, 15 * MINUTE, 5 * MINUTE);
      }
      assert.equal(await stateOf(opened, 'a'), 'dead');
      assert.equal(running.calls.length, 12);
    });

    test('a job that nobody handles, and a row that nobody can read, are parked and not deleted', async () => {
      await using opened = await open();
      await opened.storage.jobs.add([aJob({ key: 'odd', kind: 'constructor' }), aJob({ key: 'fine' })]);
      await using running = start(opened, done);
      await running.until(async () => (await stateOf(opened, 'odd')) === 'parked' && running.calls.length === 1);
      assert.deepEqual(running.calls, ['fine']);
    });

    test('later puts a job back without counting, and what was frozen is said again', async () => {
      await using opened = await open();
      const said: unknown[] = [];
      const seen: Job[] = [];
      await using running = start(opened, async (job, { freeze }) => {
        seen.push(job);
        if (seen.length === 1) return { later: opened.clock.now() + 10 * SECOND };
        said.push(await freeze({ text: `said ${seen.length}` }));
        if (seen.length === 2) throw fault({ outcome: 'unknown' });
        return 'done';
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

    test('N2: an attempt that takes too long is aborted and tried again; one that does not listen is left behind', async () => {
      await using opened = await open();
      let aborted = 0;
      await using running = start(opened, (job, { signal }) => {
        if (job.attempt > 1) return Promise.resolve('done');
        signal.addEventListener('abort', () => {
          aborted += 1;
        });
        if (job.key === 'deaf') return new Promise(() => {});
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      });
      await opened.storage.jobs.add([aJob({ key: 'hears' }), aJob({ key: 'deaf' })]);
      await running.until(() => running.calls.length === 2);
      await pass(opened, 2 * MINUTE, SECOND);
      await running.until(async () => (await stateOf(opened, 'deaf')) === 'done');
      assert.equal(await stateOf(opened, 'hears'), 'done');
      assert.equal(aborted, 2);
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
        return 'done';
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
        return 'done';
      });
      await running.until(async () => (await stateOf(opened, 'a')) === 'done');
      assert.deepEqual(
        seen.map(({ attempt, firstTriedAt }) => [attempt, firstTriedAt]),
        [[2, NOW]],
      );
    });

    test('N7: the clock goes a year back and a year on while jobs run: nothing twice, nothing late, nothing expires', async () => {
      await using opened = await open();
      const YEAR = 365 * 24 * HOUR;
      const sent: string[] = [];
      const failedOnce = new Set<string>();
      await using running = start(opened, async ({ key }) => {
        if (key.startsWith('again') && !failedOnce.has(key)) {
          failedOnce.add(key);
          throw fault();
        }
        sent.push(key);
        return 'done';
      });
      for (const jump of [-YEAR, YEAR]) {
        const now = opened.clock.now();
        await opened.storage.jobs.add([
          aJob({ key: `soon${jump}`, dueAt: now + 30 * SECOND, expiresAt: now + HOUR }),
          aJob({ key: `again${jump}`, dueAt: now, expiresAt: now + HOUR }),
        ]);
        await running.until(() => failedOnce.has(`again${jump}`));
        opened.clock.jump(jump);
        await pass(opened, 2 * MINUTE, 2 * SECOND);
        await running.until(() => sent.includes(`soon${jump}`) && sent.includes(`again${jump}`));
        opened.clock.jump(-jump);
        await pass(opened, 2 * MINUTE, 2 * SECOND);
      }
      assert.equal(sent.length, 4);
      assert.equal(new Set(sent).size, 4);
    });

    test('D7: while the database cannot be written nothing is sent twice, and the outbox goes on after', async () => {
      await using opened = await open();
      let broken = false;
      const unavailable = () => {
        if (broken) throw fault({ code: 'storage.unavailable', scope: 'channel' });
      };
      const store: JobStore = {
        ...opened.storage.jobs,
        settle: async (...all) => {
          unavailable();
          return opened.storage.jobs.settle(...all);
        },
        lease: async (...all) => {
          unavailable();
          return opened.storage.jobs.lease(...all);
        },
      };
      await using running = start(
        opened,
        async () => {
          broken = true;
          return 'done';
        },
        {},
        store,
      );
      await opened.storage.jobs.add([aJob({ key: 'a' })]);
      await running.until(() => running.calls.length === 1);
      await pass(opened, MINUTE, 5 * SECOND);
      assert.equal(await stateOf(opened, 'a'), 'leased');
      broken = false;
      await pass(opened, 20 * SECOND, SECOND);
      await running.until(async () => (await stateOf(opened, 'a')) === 'done');
      assert.deepEqual(running.calls, ['a']);
    });
  });
});

describe('outbox: what others ask for', () => {
  test('N3: whatever a service asks us to wait, it is obeyed between a second and an hour, and others go on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(0, 50, 1e9, -1, Number.NaN, Number.POSITIVE_INFINITY), fc.double()),
        fc.constantFrom<'person' | 'channel'>('person', 'channel'),
        async (afterMs, scope) => {
          await using opened = await openTestSqlite();
          const tries: number[] = [];
          await using running = start(opened, async ({ key }) => {
            if (key !== 'slow') return 'done';
            tries.push(opened.clock.now());
            if (tries.length === 1) throw fault({ afterMs, scope });
            return 'done';
          });
          await opened.storage.jobs.add([aJob({ key: 'slow', destination: 'matrix:!a', expiresAt: NOW + 9 * HOUR })]);
          await running.until(() => tries.length === 1);
          await opened.storage.jobs.add([aJob({ key: 'other', destination: 'email:b' })]);
          await running.until(() => running.calls.includes('other'));
          const wanted =
            Number.isFinite(afterMs) && afterMs > 0 ? Math.min(HOUR, Math.max(SECOND, Math.ceil(afterMs))) : SECOND;
          await pass(opened, Math.max(0, wanted - SECOND - 1), Math.max(1, Math.ceil(wanted / 6)));
          await pass(opened, HOUR + MINUTE, 5 * MINUTE);
          await running.until(async () => (await stateOf(opened, 'slow')) === 'done');
          const waited = (tries[1] ?? 0) - (tries[0] ?? 0);
          assert.ok(waited >= Math.min(wanted, HOUR), `asked ${afterMs}, waited ${waited}`);
          assert.ok(waited <= HOUR + 10 * MINUTE);
        },
      ),
      {
        numRuns: 12,
        examples: [
          [0, 'person'],
          [50, 'channel'],
          [1e9, 'channel'],
          [1e9, 'person'],
          [-1, 'person'],
          [Number.NaN, 'channel'],
        ],
      },
    );
  });

  test('one attempt of sixteen jobs that end together costs one commit', async () => {
    await using opened = await openTestSqlite();
    let settled = 0;
    let leased = 0;
    const store: JobStore = {
      ...opened.storage.jobs,
      settle: (...all) => {
        settled += 1;
        return opened.storage.jobs.settle(...all);
      },
      lease: async (ask) => {
        const taken = await opened.storage.jobs.lease(ask);
        if (taken.jobs.length > 0) leased += 1;
        return taken;
      },
    };
    await opened.storage.jobs.add(Array.from({ length: 64 }, (_, n) => aJob({ key: `${n}` })));
    await using running = start(opened, done, {}, store);
    await running.until(async () => (await opened.storage.desk.list({ state: 'done', limit: 99 })).length === 64);
    assert.deepEqual([leased, settled], [4, 4]);
  });

  test('a running outbox does not keep the process alive, and stops at once when nothing runs', async () => {
    await using opened = await openTestSqlite({ clock: systemClock });
    const outbox = openOutbox({ store: opened.storage.jobs, handlers: {}, clock: systemClock, log: silentLog });
    await outbox.stop();
    await outbox.stop();
  });
});
