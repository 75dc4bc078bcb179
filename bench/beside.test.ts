import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MeasureIn, measureBeside } from './beside.ts';
import { compareRows, figureOf } from './compare-rows.ts';
import { brokenRow, type Row } from './table.ts';

const rate = (porter: number, over: Partial<Row> = {}): Row => ({
  ...{ id: 'B12', measure: 'outbox drain; raw claim', porter: `${porter.toLocaleString('en')}/s`, limit: '10,000/s' },
  ...{ ratio: (porter / 10_000).toFixed(2), budget: '≥ 0.40', ok: 'yes' },
  ...over,
});
const growth: Row = {
  ...{ id: 'G1', measure: 'finding (1k, 10k)', porter: '0.136 ms, 0.160 ms', limit: '0.018 ms, 0.020 ms' },
  ...{ ratio: 'k 0.04, raw 0.09', budget: 'k ≤ raw + 0.10', ok: 'yes' },
};

test('the figure of a row is Porter by its limit, at the largest size where it measures growth', () => {
  assert.deepEqual(figureOf(rate(12_500)), { value: 1.25, better: 'more' });
  assert.deepEqual(figureOf(rate(1, { porter: '504 ms', limit: '126 ms' })), { value: 4, better: 'less' });
  assert.deepEqual(figureOf(rate(1, { porter: 'p99 4.5 ms (N 10)', limit: 'p99 1.5 ms (N 9)' }))?.value, 3);
  assert.deepEqual(figureOf(growth), { value: 8, better: 'less' });
  assert.deepEqual(figureOf({ ...growth, limit: '' })?.value, 0.16);
  assert.equal(figureOf(rate(1, { porter: '', limit: '' })), undefined);
});

test('a tree is slower where it is worse by more than the noise of the row and of the runs', () => {
  const verdict = (here: readonly Row[], there: readonly Row[]) => compareRows(here, there)?.verdict;
  const runs = (...values: readonly number[]) => values.map((value) => rate(value));
  assert.equal(verdict(runs(9_000, 9_050, 9_100), runs(10_000, 10_050, 10_100)), 'slower');
  assert.equal(verdict(runs(10_000, 10_050, 10_100), runs(9_000, 9_050, 9_100)), 'faster');
  assert.equal(verdict(runs(9_000, 10_000, 11_000), runs(11_000, 11_000, 11_000)), 'same');
  const noisy = [9_000, 9_050, 9_100].map((value) => rate(value, { noise: 0.2 }));
  assert.equal(verdict(noisy, runs(10_000, 10_050, 10_100)), 'same');
  const slow = { ...growth, porter: '0.136 ms, 0.320 ms' };
  assert.equal(verdict([slow, slow, slow], [growth, growth, growth]), 'slower');
});

test('both trees are measured in turn, and the table shows both figures and the verdict', async () => {
  const order: string[] = [];
  const measureIn: MeasureIn = async (folder) => {
    order.push(folder);
    return folder === 'here' ? [rate(8_000), growth] : [rate(10_000, { measure: 'in other words' }), growth];
  };
  const lines = await measureBeside('B12', 'here', 'there', measureIn);
  assert.deepEqual(order, ['here', 'there', 'there', 'here', 'here', 'there']);
  assert.deepEqual(
    lines.map(({ text, ok }) => [text, ok]),
    [
      ['| B12 outbox drain; raw claim | 0.800 | 1.00 | 0 % | slower |', false],
      ['| B12 finding (1k, 10k) | 8.00 | 8.00 | 0 % | same |', true],
    ],
  );
});

test('a row that broke off in one tree says in which and why, and is not fine', async () => {
  const measureIn: MeasureIn = async (folder, id) => [
    folder === 'there' ? brokenRow(id, new Error('Maximum call stack size exceeded')) : rate(1),
  ];
  assert.deepEqual(await measureBeside('B7', 'here', 'there', measureIn), [
    { text: '| B7 broke off: Maximum call stack size exceeded | - | broke off |  |  |', ok: false },
  ]);
});
