import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { MINUTE } from '../kernel/clock.ts';
import type { LogFields } from '../kernel/log.ts';
import { makeWriteSeldom } from './write-seldom.ts';

test('one line per minute says how often it happened since the last', async () => {
  const clock = makeTestClock();
  const lines: LogFields[] = [];
  const write = makeWriteSeldom(clock, (fields) => void lines.push(fields));
  write({ n: 1 });
  write({ n: 2 });
  await clock.advance(MINUTE - 1);
  write({ n: 3 });
  await clock.advance(1);
  write({ n: 4 });
  assert.deepEqual(lines, [
    { n: 1, times: 1 },
    { n: 4, times: 3 },
  ]);
});
