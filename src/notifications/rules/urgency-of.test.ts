import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostUrgent, urgencyOf, urgencyOfNumber } from './urgency-of.ts';

test('priorities of ntfy are numbers or names, in any case', () => {
  for (const [said, urgency] of [
    ...(['1', '2', 'min', 'Low'].map((one) => [one, 'quiet']) as [string, string][]),
    ...(['3', 'default'].map((one) => [one, 'normal']) as [string, string][]),
    ...(['4', '5', 'High', 'max', ' urgent '].map((one) => [one, 'now']) as [string, string][]),
  ]) {
    assert.equal(urgencyOf('ntfy', said), urgency, said);
  }
  for (const said of ['0', '6', '', 'constructor', '__proto__', '3.0']) {
    assert.equal(urgencyOf('ntfy', said), undefined, said);
  }
});

test('priorities of Gotify are any whole number, and its default of 0 says nothing', () => {
  const cases = { '-3': 'quiet', 0: 'normal', 1: 'quiet', 3: 'quiet', 4: 'normal', 7: 'normal', 8: 'now', 99: 'now' };
  for (const [priority, urgency] of Object.entries(cases)) assert.equal(urgencyOfNumber(Number(priority)), urgency);
});

test('types of Apprise, colours of Slack and severities of alerts have their urgency', () => {
  assert.deepEqual(
    ['failure', 'warning', 'info', 'success', 'other'].map((type) => urgencyOf('apprise', type)),
    ['now', 'normal', 'normal', 'normal', undefined],
  );
  assert.deepEqual(
    ['danger', 'good', '#E01E5A', '#123456'].map((color) => urgencyOf('slack', color)),
    ['now', 'normal', 'now', undefined],
  );
  assert.deepEqual(
    ['critical', 'Warning', 'info', 'whatever'].map((severity) => urgencyOf('alertmanager', severity)),
    ['now', 'normal', 'quiet', undefined],
  );
});

test('priorities of mails are those of four headers', () => {
  assert.deepEqual(
    ['1', '2', '3', '5', 'High', 'urgent', 'normal', 'Low', 'non-urgent', '0', 'bulk'].map((one) =>
      urgencyOf('mail', one),
    ),
    ['now', 'now', 'normal', 'quiet', 'now', 'now', 'normal', 'quiet', 'quiet', undefined, undefined],
  );
});

test('the most urgent of several counts', () => {
  assert.equal(mostUrgent(['quiet', 'now', 'normal']), 'now');
  assert.equal(mostUrgent(['quiet']), 'quiet');
  assert.equal(mostUrgent([]), undefined);
});
