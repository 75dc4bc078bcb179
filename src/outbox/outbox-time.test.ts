import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeOutboxTime } from './outbox-time.ts';

const START = 1_795_262_400_000;
const MINUTE = 60_000;

function makeClock() {
  let wall = START;
  let mono = 0;
  return {
    now: () => wall,
    monotonic: () => mono,
    run(ms: number) {
      wall += ms;
      mono += ms;
    },
    jump(ms: number) {
      wall += ms;
    },
  };
}

// Whole multiples, so that jumps which take each other back do so wholly: a rest of seconds would rightly be followed.
const anyJump = fc.integer({ min: -1e6, max: 1e6 }).map((times) => times * 100_000);

test('N7: the steady time never runs backwards nor jumps, however the clock does, until a new time has stood for ten minutes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ run: fc.integer({ min: 0, max: 59_000 }), jump: anyJump }), {
        maxLength: 8,
      }),
      (steps) => {
        const clock = makeClock();
        const time = makeOutboxTime(clock);
        let ran = 0;
        for (const { run, jump } of steps) {
          clock.run(run);
          ran += run;
          clock.jump(jump);
          assert.ok(Math.abs(time.steady() - (START + ran)) < 1);
          assert.ok(time.atOnceUntil() >= START + ran - 1, 'nothing is held up');
          assert.ok(time.expiredUntil() <= START + ran, 'nothing is killed');
        }
      },
    ),
  );
});

test('N7: a time that stands for ten minutes is believed', () => {
  const clock = makeClock();
  const time = makeOutboxTime(clock);
  clock.jump(-365 * 24 * 60 * MINUTE);
  for (let minute = 0; minute < 12; minute += 1) {
    time.steady();
    clock.run(MINUTE);
  }
  assert.equal(time.steady(), clock.now());
});

test('N7: a time that comes back is doubted anew, and what it said meanwhile is told once it is over', () => {
  const clock = makeClock();
  const time = makeOutboxTime(clock);
  const year = 365 * 24 * 60 * MINUTE;
  for (let round = 0; round < 3; round += 1) {
    clock.jump(year);
    assert.equal(time.steady(), clock.now() - year);
    const from = clock.now();
    assert.equal(time.fromWall(clock.now() + MINUTE), clock.now() + MINUTE - year);
    assert.equal(time.fromWall(time.steady() + MINUTE), time.steady() + MINUTE);
    clock.run(MINUTE);
    assert.deepEqual(time.falseTimes(), []);
    const until = clock.now();
    clock.jump(-year);
    assert.deepEqual(time.falseTimes(), [{ from, until, by: -year }]);
    assert.deepEqual(time.falseTimes(), []);
    clock.run(9 * MINUTE);
    assert.equal(time.steady(), clock.now());
  }
});

test('N7: while the clock is behind, only what was made meanwhile for later has to wait', () => {
  const clock = makeClock();
  const time = makeOutboxTime(clock);
  const day = 24 * 60 * MINUTE;
  const before = clock.now();
  clock.jump(-day);
  time.steady();
  clock.run(MINUTE);
  const now = clock.now();
  assert.equal(time.tooEarly({ createdAt: now, dueAt: now }), false);
  assert.equal(time.tooEarly({ createdAt: now, dueAt: now + MINUTE }), true);
  assert.equal(time.tooEarly({ createdAt: before, dueAt: before }), false);
  const from = now - MINUTE;
  assert.deepEqual(time.falseTimes(), [{ from, until: now, by: day }]);
  assert.equal(time.fromWall(now + MINUTE), now + MINUTE + day);
  assert.equal(time.fromWall(now + day + MINUTE), now + day + MINUTE);
  // Nobody looked in between, and the new time is believed: what was moved goes back.
  clock.run(10 * MINUTE);
  const later = clock.now();
  assert.deepEqual(time.falseTimes(), [{ from: from + day, until: now + day, by: -day }]);
  assert.equal(time.steady(), later);
});

test('N7: what was put right for a clock that was rightly set back is put back, however little it was', () => {
  const clock = makeClock();
  const time = makeOutboxTime(clock);
  clock.jump(-5 * MINUTE);
  time.steady();
  const from = clock.now();
  clock.run(MINUTE);
  const until = clock.now();
  assert.deepEqual(time.falseTimes(), [{ from, until, by: 5 * MINUTE }]);
  clock.run(10 * MINUTE);
  assert.deepEqual(time.falseTimes(), [{ from: from + 5 * MINUTE, until: until + 5 * MINUTE, by: -5 * MINUTE }]);
  assert.equal(time.steady(), clock.now());
});

test('a clock that is set right by a second is followed at once', () => {
  const clock = makeClock();
  const time = makeOutboxTime(clock);
  clock.jump(1_000);
  assert.equal(time.steady(), clock.now());
});
