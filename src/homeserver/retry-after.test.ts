import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LONGEST_WAIT, retryAfter } from './retry-after.ts';

const now = Date.UTC(2026, 10, 21, 12);

test('N3: whatever a 429 says, the wait is a whole number between nothing and the ceiling', () => {
  const anyMs = fc.oneof(
    fc.constantFrom(0, 50, 1e9, -5, '50', null, Number.NaN, 1.5),
    fc.double(),
    fc.string(),
    fc.anything(),
  );
  const anyHeader = fc.oneof(fc.constantFrom(undefined, '0', '3', '-3', 'soon', '1e9'), fc.string());
  fc.assert(
    fc.property(anyMs, anyHeader, (ms, header) => {
      const wait = retryAfter({ retry_after_ms: ms }, header, now);
      assert.ok(Number.isInteger(wait) && wait >= 0 && wait <= LONGEST_WAIT, `${wait}`);
    }),
  );
});

test('N3: the larger of body and header counts', () => {
  assert.equal(retryAfter({ retry_after_ms: 50 }, '3', now), 3_000);
  assert.equal(retryAfter({ retry_after_ms: 5_000 }, '3', now), 5_000);
  assert.equal(retryAfter({ retry_after_ms: 0 }, undefined, now), 0);
  assert.equal(retryAfter({ retry_after_ms: 1e9 }, undefined, now), LONGEST_WAIT);
  assert.equal(retryAfter({}, 'Sat, 21 Nov 2026 12:00:07 GMT', now), 7_000);
});

test('N3: nonsense means a short wait, not none', () => {
  for (const ms of [-1, '50', null, undefined]) assert.equal(retryAfter({ retry_after_ms: ms }, undefined, now), 2_000);
  assert.equal(retryAfter('<html>', '5 apples', now), 2_000);
  assert.equal(retryAfter(undefined, 'Sat, 21 Nov 2020 12:00:07 GMT', now), 2_000);
});
