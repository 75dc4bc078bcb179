import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/kernel/clock.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, aJob, submitted } from './samples.ts';

onEveryDatabase((database, open) => {
  describe(`a form that is sent again: ${database}`, () => {
    test('D5: sent many times at once, to two processes, it makes one application and one job', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const { id } = submitted();
      const results = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          (n % 2 ? other : opened.storage).applications.create((shortId) =>
            aChange(submitted({ id, shortId }), { jobs: [aJob({ key: `n${n}` })] }),
          ),
        ),
      );
      assert.deepEqual(results.toSorted(), [...Array(5).fill('made-before'), 'saved']);
      assert.equal((await opened.storage.applications.list([], 9)).length, 1);
      assert.equal((await opened.storage.desk.list({ limit: 9 })).length, 1);
    });

    test('beside others of one commit it costs them nothing', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      const make = (id: string) => applications.create((shortId) => aChange(submitted({ id, shortId })));
      assert.equal(await make(first.id), 'saved');
      const results = await Promise.all([make(submitted().id), make(first.id), make(submitted().id)]);
      assert.deepEqual(results, ['saved', 'made-before', 'saved']);
      assert.deepEqual(
        (await applications.list([], 9)).map(({ shortId }) => shortId),
        [3, 2, 1],
      );
    });
  });
});
