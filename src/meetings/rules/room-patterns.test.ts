import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileRooms } from './room-patterns.ts';

const has = (patterns: readonly string[], room: string) => compileRooms(patterns)(room);

test('a star stands for any text, everything else for itself', () => {
  assert.ok(has(['*'], 'anything'));
  assert.ok(has(['game-*'], 'game-'));
  assert.ok(has(['game-*', 'lobby'], 'lobby'));
  assert.ok(has(['*-a-*-b'], 'x-a-y-b'));
  assert.ok(has(['Game-*'], 'game-1'));
  assert.ok(!has(['game-*'], 'games'));
  assert.ok(!has(['a*a'], 'a'));
  assert.ok(!has(['a*bc*c'], 'abc'));
  assert.ok(!has(['lobby'], 'lobby2'));
  assert.ok(!has(['l.bby', '[a-z]+'], 'lobby'));
});

test('H11: patterns agree with what they mean, whatever stands in them', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), name, (patterns, room) => {
      const meant = patterns.some((pattern) =>
        new RegExp(
          `^${pattern
            .split('*')
            .map((part) => part.replaceAll('.', '\\.'))
            .join('.*')}$`,
        ).test(room),
      );
      assert.equal(has(patterns, room), meant);
    }),
    { numRuns: 1_000 },
  );
});

test('H11: many stars and a long name take no time', () => {
  assert.ok(!has([`${'a*'.repeat(90)}b`], 'a'.repeat(256)));
});
