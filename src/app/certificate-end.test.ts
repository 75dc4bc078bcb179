import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../kernel/clock.ts';
import { endInWords, endsSoon } from './certificate-end.ts';

const end = Date.UTC(2026, 4, 31, 12);

test('the end of a certificate is told as a date and in days, and is soon in the last 21 days', () => {
  assert.equal(endInWords(end, end - 21 * DAY), '2026-05-31 (21 days left)');
  assert.equal(endInWords(end, end - 1.5 * DAY), '2026-05-31 (1 day left)');
  assert.equal(endInWords(end, end), '2026-05-31 (0 days left)');
  assert.equal(endInWords(end, end + 3 * DAY), '2026-05-31 (3 days ago)');
  assert.deepEqual([endsSoon(end, end - 21 * DAY), endsSoon(end, end - 20.9 * DAY)], [false, true]);
});
