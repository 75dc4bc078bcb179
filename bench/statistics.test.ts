import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources } from '../test/support/source-files.ts';
import { largest, median, percentile, spreadOf } from './statistics.ts';

/** As many single durations as a fast machine has in one row, in no order. */
const many = Array.from({ length: 2_000_000 }, (_, n) => 1 + ((n * 7_919) % 2_000_000));

test('figures of two million durations are told, whatever the order', () => {
  assert.equal(median(many), 1_000_001);
  assert.equal(percentile(many, 0.99), 1_980_001);
  assert.equal(largest(many), 2_000_000);
  assert.equal(spreadOf(many), 1_999_999 / 1_000_001);
});

test('no list is handed over as the arguments of a call: a long one would be more than the stack holds', () => {
  const spread = /\b(Math\.(max|min)|push|unshift)\(\.\.\./;
  assert.deepEqual(
    readSources('bench')
      .filter(({ file, text }) => !file.endsWith('.test.ts') && spread.test(text))
      .map(({ file }) => file),
    [],
  );
});
