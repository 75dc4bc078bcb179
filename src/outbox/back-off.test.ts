import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { askedWait, waitAfterFailure, waitBeforeProbe } from './back-off.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const id = '0199aaaa-0000-7000-8000-0123456789ab';
const anyMs = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, 50, 1e9, -1, Number.NaN, Number.POSITIVE_INFINITY),
);

test('N3: whatever is asked for, the wait lies between a second and an hour, or nothing was asked', () => {
  fc.assert(
    fc.property(anyMs, (afterMs) => {
      const wait = askedWait(afterMs);
      assert.ok(wait === undefined || (Number.isSafeInteger(wait) && wait >= SECOND && wait <= 60 * MINUTE));
      if (afterMs >= SECOND && afterMs <= 60 * MINUTE) assert.ok((wait ?? 0) >= afterMs);
    }),
  );
  assert.equal(askedWait(Number.NaN), undefined);
  assert.equal(askedWait(-5), undefined);
  assert.equal(askedWait(1e9), 60 * MINUTE);
});

test('N3: after any number of failures the wait is a whole number from a second to a quarter of an hour, or what was asked', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5, max: 10_000 }), fc.string(), (failures, anyId) => {
      const wait = waitAfterFailure(failures, anyId, undefined);
      assert.ok(Number.isSafeInteger(wait) && wait >= 3_750 && wait <= 15 * MINUTE, `${wait}`);
    }),
  );
  assert.equal(waitAfterFailure(3, id, 90 * SECOND), 90 * SECOND);
});

test('waits double, and two jobs that failed together do not come back together', () => {
  assert.ok(waitAfterFailure(5, id, undefined) >= 10 * waitAfterFailure(1, id, undefined));
  const waits = new Set(
    Array.from({ length: 50 }, (_, n) =>
      waitAfterFailure(4, id.slice(0, -6) + (n * 99_991).toString(16).padStart(6, '0'), undefined),
    ),
  );
  assert.ok(waits.size > 40);
});

test('N1: a paused place is tried after a second, then less and less, at least once a minute', () => {
  assert.deepEqual(
    [1, 2, 3, 7, 50].map((failures) => waitBeforeProbe(failures, undefined)),
    [SECOND, 2 * SECOND, 4 * SECOND, MINUTE, MINUTE],
  );
  assert.equal(waitBeforeProbe(1, 5 * MINUTE), 5 * MINUTE);
});
