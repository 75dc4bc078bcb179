import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLength, parseMoment } from './option-values.ts';

test('a moment is of this machine unless it names its zone, and must exist', () => {
  assert.equal(parseMoment('2026-12-01T20:00Z'), Date.UTC(2026, 11, 1, 20) / 1_000);
  assert.equal(parseMoment('2026-12-01 20:00:30+01:00'), Date.UTC(2026, 11, 1, 19, 0, 30) / 1_000);
  assert.equal(parseMoment('2026-12-01T20:00'), new Date(2026, 11, 1, 20).getTime() / 1_000);
  const none = ['', '2026-12-01', '2026-02-30T20:00', '2026-13-01T20:00', '2026-12-01T24:30', 'tomorrow', '1764619200'];
  for (const text of none) assert.equal(parseMoment(text), undefined, text);
});

test('a length is written as in the configuration and lasts a second at least', () => {
  assert.equal(parseLength('10m'), 600);
  assert.equal(parseLength('2 days'), 172_800);
  for (const text of ['', '0', '10', '999ms', '-5m', 'long']) assert.equal(parseLength(text), undefined, text);
});
