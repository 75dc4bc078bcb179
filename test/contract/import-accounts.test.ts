import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ImportOptions, type ImportRow, makeImportAccounts } from '../../src/accounts/import-accounts.ts';
import type { AskNameFree } from '../../src/accounts/keep-accounts.ts';
import { type Cells, readCells } from '../../src/accounts/rules/imported-account.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { onEveryDatabase } from './databases.ts';

const rules = { serverName: 'example.org', unlisted: false, takes: () => true };
const rowsOf = (cells: readonly Cells[]): readonly ImportRow[] =>
  cells.map((row, at) => ({ line: at + 2, read: readCells(row, rules) }));
const writing: ImportOptions = { write: true, by: 'cli:root', onProgress() {} };
const looking: ImportOptions = { ...writing, write: false };

onEveryDatabase((database, open) => {
  describe(`import of accounts: ${database}`, () => {
    test('nobody gets the name of a user at the homeserver, nor the address of another account', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      const answers: Readonly<Record<string, Awaited<ReturnType<AskNameFree>>>> = { bo: 'taken', cy: 'refused' };
      const asked: string[] = [];
      const askNameFree: AskNameFree = async (localpart) => {
        asked.push(localpart);
        return answers[localpart] ?? 'free';
      };
      const run = makeImportAccounts({ accounts, askNameFree, clock: opened.clock });
      const rows = rowsOf([
        { localpart: 'lena', email: 'lena@example.org', display_name: 'Lena Örtiz' },
        ...[{ localpart: 'bo' }, { localpart: 'cy' }, { localpart: 'dee', state: 'closed' }],
      ]);
      const wanted = {
        ...{ added: 2, there: 0, differ: [], notReached: 0 },
        leftOut: [
          { line: 3, name: 'bo', why: 'taken-there' },
          { line: 4, name: 'cy', why: 'name-refused' },
        ],
      };
      assert.deepEqual(await run(rows, looking), wanted);
      assert.deepEqual(await accounts.list({ limit: 10 }), []);
      assert.deepEqual(await run(rows, writing), wanted);
      asked.length = 0;
      assert.deepEqual(await run(rows, writing), { ...wanted, added: 0, there: 2 });
      assert.deepEqual(asked.sort(), ['bo', 'cy'], 'what is here needs no question');
      assert.equal((await accounts.searchNames(['ortiz'], 5)).length, 1);
      assert.equal((await accounts.audit('dee' as Localpart))[0]?.by, 'cli:root');

      const { leftOut } = await run(rowsOf([{ localpart: 'eve', email: 'LENA@example.org' }]), writing);
      assert.deepEqual(leftOut, [{ line: 2, name: 'eve', why: 'address-taken' }]);
    });

    test('an import stops when the homeserver does not respond, and goes on where it was when it is repeated', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      const all = rowsOf(Array.from({ length: 250 }, (_, at) => ({ localpart: `user${at}` })));
      let questions = 0;
      const away = makeImportAccounts({
        ...{ accounts, clock: opened.clock },
        askNameFree: async () => (++questions > 120 ? 'unknown' : 'free'),
      });
      const progress: number[] = [];
      const stopped = await away(all, { ...writing, onProgress: (rows) => void progress.push(rows) });
      assert.deepEqual([stopped.added, stopped.leftOut.length, stopped.notReached], [120, 80, 50]);
      assert.ok(stopped.leftOut.every(({ why }) => why === 'cannot-ask'));
      assert.deepEqual(progress, [100, 100]);
      assert.ok(questions < 130, 'nobody waits for eighty time limits');
      const back = makeImportAccounts({ accounts, clock: opened.clock, askNameFree: async () => 'free' });
      const { added, there } = await back(all, writing);
      assert.deepEqual([added, there], [130, 120]);
    });
  });
});
