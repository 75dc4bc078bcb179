import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE } from '../kernel/clock.ts';
import { longTime, shortTime, waitText } from './times.ts';

const winter = Date.UTC(2026, 10, 21, 10, 5);
const summer = Date.UTC(2026, 6, 1, 22, 30);

test('a page shows the time of the configured zone, in its language, and names the zone', () => {
  assert.equal(longTime(winter, 'en', 'Europe/Berlin'), '21 November 2026 at 11:05 CET');
  assert.match(longTime(winter, 'de', 'Europe/Berlin'), /^21\. November 2026 um 11:05 MEZ$/);
  assert.match(longTime(winter, 'en', 'UTC'), /10:05 UTC$/);
});

test('the team room shows short times, with summer time and another day where the zone has them', () => {
  assert.equal(shortTime(winter, 'en', 'UTC'), '2026-11-21 10:05 UTC');
  assert.equal(shortTime(winter, 'en', 'Europe/Berlin'), '2026-11-21 11:05 CET');
  assert.equal(shortTime(summer, 'de', 'Europe/Berlin'), '2026-07-02 00:30 MESZ');
});

test('who has to come back is told how long it takes, rounded up', () => {
  const waits: readonly (readonly [number, string])[] = [
    [-5, 'in one minute'],
    [1, 'in one minute'],
    [40 * MINUTE, 'in 40 minutes'],
    [40 * MINUTE + 1, 'in 41 minutes'],
    [90 * MINUTE, 'in 90 minutes'],
    [91 * MINUTE, 'in 2 hours'],
    [DAY, 'in 24 hours'],
    [2 * DAY + HOUR, 'in 3 days'],
  ];
  for (const [wait, words] of waits) assert.equal(waitText(wait, 'en'), words, String(wait));
  assert.equal(waitText(3 * HOUR, 'de'), 'in 3 Stunden');
});
