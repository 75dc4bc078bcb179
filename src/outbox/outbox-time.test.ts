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
          assert.ok(time.dueUntil() >= START + ran - 1, 'nothing is held up');
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

test('a clock that is set right by a second is followed at once', () => {
  const clock = makeClock();
  const time = makeOutboxTime(clock);
  clock.jump(1_000);
  assert.equal(time.steady(), clock.now());
});
