import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf } from '../../kernel/digest-of.ts';
import { makeRecentNames } from './recent-names.ts';

const name = (n: number): string => `same:${digestOf(String(n))}`;

test('the newest row of a name is found, however many others came since, up to the number that is remembered', () => {
  const names = makeRecentNames(100);
  for (let n = 0; n < 1_000; n += 1) {
    names.remember(name(n), n);
    if (n >= 100) assert.equal(names.find(name(n - 99)), n - 99);
  }
  names.remember(name(999), 5_000);
  assert.equal(names.find(name(999)), 5_000);
  assert.equal(names.find(name(1_000)), undefined);
});

test('what is remembered is never more than twice the number', () => {
  const names = makeRecentNames(100);
  for (let n = 0; n < 1_000; n += 1) names.remember(name(n), n);
  const found = Array.from({ length: 1_000 }, (_, n) => names.find(name(n))).filter((seq) => seq !== undefined);
  assert.ok(found.length <= 200, `${found.length}`);
  names.clear();
  assert.equal(names.find(name(999)), undefined);
});
