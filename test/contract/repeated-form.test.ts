import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/kernel/clock.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, aJob, submitted, waiting } from './samples.ts';

onEveryDatabase((database, open) => {
  describe(`a form that is sent again: ${database}`, () => {
    test('D5: sent many times at once, to two processes, it makes one application and one job', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      // Set again when a transaction is repeated.
      const found: (string | undefined)[] = [];
      const results = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          (n % 2 ? other : opened.storage).applications.create<'again'>(async (shortId, { madeFrom }) => {
            const first = await madeFrom('hash of the form');
            found[n] = first;
            if (first !== undefined) return 'again';
            const next = submitted({ shortId });
            return aChange(next, { form: 'hash of the form', jobs: [aJob({ key: `n${n}` })] });
          }),
        ),
      );
      assert.deepEqual(results.toSorted(), [...Array(5).fill('again'), 'saved']);
      const made = await opened.storage.applications.list([], 9);
      assert.equal(made.length, 1);
      assert.deepEqual(new Set(found), new Set([undefined, made[0]?.id]));
      assert.equal((await opened.storage.desk.list({ limit: 9 })).length, 1);
    });

    test('it finds its application until the address is proved', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const known = async () => {
        let found: string | undefined;
        await applications.create<'look'>(async (_shortId, { madeFrom }) => {
          found = await madeFrom('hash');
          return 'look' as const;
        });
        return found;
      };
      assert.equal(await known(), undefined);
      const first = submitted();
      await applications.create(() => aChange(first, { form: 'hash' }));
      assert.equal(await known(), first.id);
      await applications.save(aChange(waiting(first)));
      assert.equal(await known(), undefined);
    });
  });
});
