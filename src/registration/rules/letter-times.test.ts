import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { nextAllowed, perAddress, perApplication } from './letter-times.ts';

const start = 1_700_000_000_000;

test('S8: three letters to one address at once, then one an hour', () => {
  const times: number[] = [];
  for (let letter = 0; letter < 6; letter += 1) times.push(nextAllowed(times, start, perAddress));
  assert.deepEqual(
    times.map((time) => (time - start) / HOUR),
    [0, 0, 0, 1, 2, 3],
  );
});

test('two letters of one application at once, then one in five minutes', () => {
  assert.equal(nextAllowed([start], start, perApplication), start);
  assert.equal(nextAllowed([start, start], start + MINUTE, perApplication), start + 5 * MINUTE);
  assert.equal(nextAllowed([start, start], start + HOUR, perApplication), start + HOUR);
});

test('S8: in any hour there are never more letters than the pace allows', () => {
  const { burst, every } = perAddress;
  fc.assert(
    fc.property(fc.array(fc.nat(4 * HOUR), { maxLength: 30 }), (asked) => {
      const sent: number[] = [];
      for (const offset of asked.toSorted((a, b) => a - b)) sent.push(nextAllowed(sent, start + offset, perAddress));
      for (const from of sent) {
        const within = sent.filter((time) => time >= from && time < from + every).length;
        assert.ok(within <= burst, `${within}`);
      }
    }),
  );
});

test('N7: times written by a clock that ran ahead make nobody wait for a year', () => {
  const ahead = [start + 365 * DAY, start + 365 * DAY];
  const wait = nextAllowed(ahead, start, perApplication) - start;
  assert.ok(wait >= 0 && wait <= 10 * MINUTE);
});
