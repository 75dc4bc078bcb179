import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { measureRow } from './measure-row.ts';
import { brokenRow, headOfTable, isBroken, lineOfTable, parseRows, type Row } from './table.ts';

const row: Row = {
  ...{
    id: 'B7',
    measure: 'tokens over TCP, 1 × 1; bare net server',
    porter: '18,835/s, p50 0.05 ms',
    limit: '19,481/s',
  },
  ...{ ratio: '0.97', budget: '≥ 0.70', ok: 'yes' },
};

test('what a run prints can be read again, as a table and as JSON, whatever stands around it', () => {
  const table = ['preparing …', headOfTable, lineOfTable(row), lineOfTable({ ...row, id: 'G10', limit: '' }), ''];
  assert.deepEqual(parseRows(table.join('\n')), [row, { ...row, id: 'G10', limit: '' }]);
  const noisy = { ...row, noise: 0.25 };
  assert.deepEqual(parseRows(`{"other":1}\n${JSON.stringify(noisy)}\n`), [noisy]);
  const broken = brokenRow('B7', new Error('a | b\nsecond line'));
  assert.deepEqual(parseRows(lineOfTable(broken)), [broken]);
  const old = parseRows('| B7 broke off |  |  |  |  | no |');
  assert.deepEqual(old.map(isBroken), [true], 'an older tree gives no reason');
});

test('a row that breaks off is named with its reason, wherever it broke, and has failed', async () => {
  const program = new EventEmitter();
  const broken = [
    () => Promise.reject(new Error('the file is not there')),
    async () => ({ rows: () => Promise.reject(new Error('it answered wrongly')) }),
    async () => ({
      rows: () =>
        new Promise<never>(() => {
          setImmediate(() => program.emit('uncaughtException', new Error('thrown by a socket')));
        }),
    }),
  ];
  const rows = [];
  for (const load of broken) rows.push(...(await measureRow('B7', load, false, program)));
  assert.deepEqual(
    rows.map(({ id, measure, ok }) => [id, measure, ok]),
    [
      ['B7', 'broke off: the file is not there', 'no'],
      ['B7', 'broke off: it answered wrongly', 'no'],
      ['B7', 'broke off: thrown by a socket', 'no'],
    ],
  );
  assert.ok(rows.every(isBroken));
  assert.equal(program.listenerCount('uncaughtException'), 0);
  assert.deepEqual(await measureRow('B7', async () => ({ rows: async () => [row] }), false), [row]);
});
