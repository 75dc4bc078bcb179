import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { done, later } from '../../src/outbox/job.ts';
import { makeOutboxOperations } from '../../src/outbox/operate.ts';
import { onEveryDatabase, openTestSqlite, type TestStorage } from './databases.ts';
import { down, fault, HOUR, MINUTE, pass, SECOND, start, stateOf } from './outbox-rig.ts';
import { aJob, NOW } from './samples.ts';

onEveryDatabase((database, open) => {
  describe(`outbox in trouble: ${database}`, () => {
    test('N5: what can never succeed is a dead letter at once, seen and tried again by the operator', async () => {
      await using opened = await open();
      let blocked = true;
      await using running = start(opened, async () => {
        if (blocked) throw fault({ retryable: false, code: 'test.blocked' });
        return done();
      });
      await opened.storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b' })]);
      await running.until(async () => (await opened.storage.desk.list({ state: 'dead', limit: 9 })).length === 2);
      const operations = makeOutboxOperations({
        follows: async () => [],
        desk: opened.storage.desk,
        clock: opened.clock,
      });
      const dead = await operations.list({ state: 'dead', limit: 9 });
      assert.deepEqual(
        dead.map(({ key, code }) => [key, code]),
        [
          ['b', 'test.blocked'],
          ['a', 'test.blocked'],
        ],
      );
      blocked = false;
      assert.deepEqual(await operations.retry('all-dead'), { retried: 2 });
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
        return done();
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

    test('N1: when something outside has changed, every paused place is tried at once, and starts its waits anew', async () => {
      await using opened = await open();
      let up = false;
      await using running = start(opened, async () => {
        if (!up) throw down();
        return done();
      });
      await opened.storage.jobs.add([
        aJob({ key: 'a', destination: 'matrix:!a' }),
        aJob({ key: 'b', destination: 'email:b' }),
      ]);
      await running.until(() => running.outbox.pausedPlaces().length === 2);
      await pass(opened, 3 * MINUTE, SECOND);
      const before = running.calls.length;
      // Nothing else moves the clock: only the word from outside can have caused it.
      running.outbox.resume();
      await running.until(() => running.calls.length === before + 2);
      assert.equal(running.outbox.pausedPlaces().length, 2);
      await pass(opened, 2 * SECOND, SECOND);
      await running.until(() => running.calls.length >= before + 4);
      up = true;
      running.outbox.resume();
      await running.until(() => running.outbox.pausedPlaces().length === 0);
    });

    test('N5: one place that is down does not hold up another; what comes too late there is a dead letter', async () => {
      await using opened = await open();
      await using running = start(opened, async ({ destination }) => {
        if (destination.startsWith('email')) throw down({ retryable: false });
        return done();
      });
      await opened.storage.jobs.add([aJob({ key: 'mail', destination: 'email:a', expiresAt: NOW + HOUR })]);
      await running.until(() => running.outbox.pausedPlaces().length === 1);
      await opened.storage.jobs.add([aJob({ key: 'room' })]);
      await running.until(async () => (await stateOf(opened, 'room')) === 'done');
      await pass(opened, HOUR + 3 * MINUTE, 20 * SECOND);
      await running.until(async () => (await stateOf(opened, 'mail')) === 'dead');
    });

    test('N5: jobs that fail as if their whole place were down hold up no other: they wait by themselves, each in its queue, and end by their time', async () => {
      await using opened = await open();
      const sent: string[] = [];
      let mended = false;
      await using running = start(opened, async ({ key }) => {
        if (key.startsWith('poison') && !mended) throw down({ retryable: false });
        sent.push(key);
        return done();
      });
      await opened.storage.jobs.add([
        aJob({ key: 'poison1', destination: 'email:p', expiresAt: NOW + HOUR }),
        aJob({ key: 'poison2', destination: 'email:q', expiresAt: NOW + 9 * HOUR }),
      ]);
      await running.until(() => running.outbox.pausedPlaces().length === 1);
      await opened.storage.jobs.add([aJob({ key: 'behind', destination: 'email:q', expiresAt: NOW + 9 * HOUR })]);
      const another = (n: number) =>
        opened.storage.jobs.add([aJob({ key: `fine${n}`, destination: `email:${n}`, expiresAt: NOW + 9 * HOUR })]);
      const counted = async () =>
        (await opened.storage.desk.list({ limit: 99 })).filter(({ failures }) => failures > 0).map(({ key }) => key);
      let round = 0;
      for (; round < 20 && (await counted()).length < 2; round += 1) {
        await another(round);
        for (let minutes = 0; minutes < 30 && !sent.includes(`fine${round}`); minutes += 1) {
          await pass(opened, MINUTE, 2 * SECOND);
        }
        assert.ok(sent.includes(`fine${round}`), running.calls.join(' '));
      }
      assert.deepEqual((await counted()).toSorted(), ['poison1', 'poison2']);
      // Nothing moves the clock: nobody holds up the place any more.
      await another(round);
      await running.until(() => sent.includes(`fine${round}`));
      assert.deepEqual(running.outbox.pausedPlaces(), []);
      const before = running.calls.length;
      await pass(opened, HOUR, MINUTE);
      await pass(opened, 3 * MINUTE, 20 * SECOND);
      await running.until(async () => (await stateOf(opened, 'poison1')) === 'dead');
      assert.ok(running.calls.length - before <= 24, 'they come back ever less often');
      mended = true;
      await pass(opened, 20 * MINUTE, MINUTE);
      await running.until(() => sent.includes('poison2') && sent.includes('behind'));
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

    test('N2: an attempt that takes too long is aborted and tried again; one that does not listen is left behind', async () => {
      await using opened = await open();
      let aborted = 0;
      await using running = start(opened, (job, { signal }) => {
        if (job.attempt > 1) return Promise.resolve(done());
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
        return done();
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
  });
});

onEveryDatabase((database, open) => {
  describe(`outbox and a clock that is put somewhere else: ${database}`, () => {
    const DAY = 24 * HOUR;
    const YEAR = 365 * DAY;
    const lives = { expiresAt: NOW + 3 * YEAR };
    const dueOf = async ({ storage }: TestStorage, key: string) =>
      (await storage.desk.list({ limit: 99 })).find((job) => job.key === key)?.dueAt;

    test('N7: a clock put forward for a while fires no delayed job; what is made meanwhile keeps its delay and is not stuck after', async () => {
      await using opened = await open();
      let up = true;
      await using running = start(opened, async ({ destination }) => {
        if (!up && destination.startsWith('email')) throw down();
        return done();
      });
      const { clock } = opened;
      const add = (...jobs: Parameters<typeof aJob>[0][]) =>
        opened.storage.jobs.add(jobs.map((job) => aJob({ ...lives, destination: `clock:${job?.key}`, ...job })));
      await add({ key: 'week', dueAt: NOW + 7 * DAY }, { key: 'soon', dueAt: NOW + 20 * SECOND });
      await pass(opened, 4 * SECOND, SECOND);

      clock.jump(YEAR);
      up = false;
      await add(
        { key: 'at-once', dueAt: clock.now() },
        { key: 'refusal', dueAt: clock.now() + 10 * MINUTE },
        { key: 'held-up', dueAt: clock.now(), destination: 'email:a' },
      );
      await running.until(() => running.calls.includes('at-once'));
      await pass(opened, 40 * SECOND, SECOND);
      await running.until(() => running.calls.includes('soon'));
      clock.jump(-YEAR);
      up = true;
      await pass(opened, 4 * MINUTE, 2 * SECOND);
      await running.until(async () => (await stateOf(opened, 'held-up')) === 'done');
      assert.ok(!running.calls.includes('refusal') && !running.calls.includes('week'), running.calls.join(' '));
      await pass(opened, 8 * MINUTE, 10 * SECOND);
      await running.until(() => running.calls.includes('refusal'));
      assert.equal(await dueOf(opened, 'week'), NOW + 7 * DAY);
    });

    test('N7: what is made while the clock is behind keeps its delay, then and after; what is put off does not come back at once', async () => {
      await using opened = await open();
      await using running = start(opened, async ({ key, attempt }) =>
        key === 'put-off' && attempt === 1 ? later(opened.clock.now() + 30 * SECOND) : done(),
      );
      const { clock } = opened;
      clock.jump(-YEAR);
      await opened.storage.jobs.add([
        aJob({ ...lives, key: 'at-once', dueAt: clock.now() }),
        aJob({ ...lives, key: 'put-off', dueAt: clock.now() }),
        aJob({ ...lives, key: 'minutes', dueAt: clock.now() + 3 * MINUTE }),
        aJob({ ...lives, key: 'week', dueAt: clock.now() + 7 * DAY }),
      ]);
      await running.until(() => running.calls.includes('at-once') && running.calls.includes('put-off'));
      await pass(opened, 20 * SECOND, SECOND);
      assert.deepEqual(running.calls.toSorted(), ['at-once', 'put-off']);
      await pass(opened, 20 * SECOND, SECOND);
      await running.until(() => running.calls.length === 3);
      clock.jump(YEAR);
      await pass(opened, 3 * MINUTE, SECOND);
      await running.until(() => running.calls.includes('minutes'));
      assert.ok(!running.calls.includes('week'));
      assert.equal(await dueOf(opened, 'week'), NOW + 7 * DAY);
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
            if (key !== 'slow') return done();
            tries.push(opened.clock.now());
            if (tries.length === 1) throw fault({ afterMs, scope });
            return done();
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
});
