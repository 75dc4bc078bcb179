import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { done, type JobHandler } from '../../src/outbox/job.ts';
import type { JobStore } from '../../src/outbox/ports/job-store.ts';
import { onEveryDatabase } from './databases.ts';
import { fault, MINUTE, pass, SECOND, start, stateOf } from './outbox-rig.ts';
import { aJob } from './samples.ts';

onEveryDatabase((database, open) => {
  describe(`outbox whose database fails: ${database}`, () => {
    test('D7: while the database cannot be written nothing is sent twice, and the outbox goes on after', async () => {
      await using opened = await open();
      let broken = false;
      const unavailable = () => {
        if (broken) throw fault({ code: 'storage.unavailable', scope: 'channel' });
      };
      const store: JobStore = {
        ...opened.storage.jobs,
        finishAttempts: async (...all) => {
          unavailable();
          return opened.storage.jobs.finishAttempts(...all);
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
          return done();
        },
        { store },
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

    test('D7: one end that cannot be written holds up no other, and its job is tried again once its lease is over', async () => {
      await using opened = await open();
      const sick = new Set<string>();
      const store: JobStore = {
        ...opened.storage.jobs,
        async finishAttempts(ends, now) {
          if (ends.some(({ id }) => sick.has(id))) throw new TypeError('no such value');
          return opened.storage.jobs.finishAttempts(ends, now);
        },
      };
      const handler: JobHandler = async ({ id, key, attempt }) => {
        if (key === 'sick' && attempt === 1) sick.add(id);
        else sick.delete(id);
        return done();
      };
      await using running = start(opened, handler, { store });
      await opened.storage.jobs.add(['a', 'sick', 'b'].map((key) => aJob({ key })));
      await running.until(
        async () => (await stateOf(opened, 'a')) === 'done' && (await stateOf(opened, 'b')) === 'done',
      );
      assert.equal(await stateOf(opened, 'sick'), 'leased');
      await pass(opened, 8 * MINUTE, 10 * SECOND);
      await running.until(async () => (await stateOf(opened, 'sick')) === 'done');
      assert.deepEqual(running.calls.toSorted(), ['a', 'b', 'sick', 'sick']);
    });

    test('D7: a database that goes away while ends are written one by one gets the rest later, and nothing is done twice', async () => {
      await using opened = await open();
      const keys = ['a', 'b', 'c', 'd'];
      let [alone, broken] = [0, false];
      const store: JobStore = {
        ...opened.storage.jobs,
        async finishAttempts(ends, now) {
          if (ends.length > 1) throw new TypeError('no such value');
          alone += 1;
          broken ||= alone === 2;
          if (broken) throw fault({ code: 'storage.unavailable', scope: 'channel' });
          return opened.storage.jobs.finishAttempts(ends, now);
        },
      };
      // Together, so that they end together.
      let release = () => {};
      const all = new Promise<void>((resolve) => {
        release = resolve;
      });
      const handler: JobHandler = async () => {
        await all;
        return done();
      };
      await using running = start(opened, handler, { store });
      await opened.storage.jobs.add(keys.map((key) => aJob({ key })));
      await running.until(() => running.calls.length === keys.length);
      release();
      await running.until(() => broken);
      await pass(opened, 20 * SECOND, SECOND);
      const states = await Promise.all(keys.map((key) => stateOf(opened, key)));
      assert.deepEqual(states.toSorted(), ['done', 'leased', 'leased', 'leased']);
      [alone, broken] = [2, false];
      await pass(opened, 20 * SECOND, SECOND);
      for (const key of keys) await running.until(async () => (await stateOf(opened, key)) === 'done');
      assert.deepEqual(running.calls.toSorted(), keys);
    });
  });
});
