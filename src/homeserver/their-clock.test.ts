import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { DAY, HOUR, SECOND } from '../kernel/clock.ts';
import { type Logger, silentLog } from '../kernel/log.ts';
import { makeTheirClock } from './their-clock.ts';

const now = Date.UTC(2026, 10, 21, 12, 0, 0);
const header = (at: number) => new Date(at).toUTCString();

test('N7: the homeserver’s time is ours until it has told, and then the one that its last response told', () => {
  const theirs = makeTheirClock(makeTestClock(now), silentLog);
  assert.equal(theirs.at(now), now);
  for (const ahead of [20 * SECOND, -HOUR, 365 * DAY]) {
    theirs.heard(header(now + ahead));
    assert.ok(Math.abs(theirs.at(now) - now - ahead) <= SECOND);
    assert.ok(Math.abs(theirs.at(now - DAY) - now + DAY - ahead) <= SECOND);
  }
  const before = theirs.at(now);
  for (const text of [undefined, '', '5 apples', 'Sat, 99 Nov', '2026-11-21T12:00:00Z', 7]) theirs.heard(text);
  assert.equal(theirs.at(now), before);
});

test('a large difference is logged once, until it is gone', () => {
  const lines: unknown[] = [];
  const log: Logger = { ...silentLog, warn: (_, about) => lines.push(about?.['seconds']) };
  const theirs = makeTheirClock(makeTestClock(now), log);
  for (const ahead of [0, 30 * SECOND, -HOUR, -HOUR, 0, HOUR]) theirs.heard(header(now + ahead));
  assert.deepEqual(
    lines.map((seconds) => Math.round(Number(seconds) / 60)),
    [-60, 60],
  );
});
