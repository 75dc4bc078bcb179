import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { endOfQuiet, type QuietHours } from './quiet-hours.ts';

const quiet = (from: string, until: string, zone = 'Europe/Berlin'): QuietHours => ({ of: 'night', from, until, zone });
const utc = (text: string): number => Date.parse(`${text}:00Z`);
/** When the quiet ends that there is then, in UTC; undefined if there is none. */
const endsAt = (hours: QuietHours, at: string): string | undefined => {
  const end = endOfQuiet(hours, utc(at));
  return end === undefined ? undefined : new Date(end).toISOString().slice(0, 16);
};

test('quiet hours within a day and over midnight: the first minute counts, the last one does not', () => {
  const night = quiet('22:00', '07:00', 'UTC');
  assert.equal(endsAt(night, '2026-11-30T21:59'), undefined);
  assert.equal(endsAt(night, '2026-11-30T22:00'), '2026-12-01T07:00');
  assert.equal(endsAt(night, '2026-12-01T06:59'), '2026-12-01T07:00');
  assert.equal(endsAt(night, '2026-12-01T07:00'), undefined);
  const noon = quiet('12:00', '14:30', 'UTC');
  assert.equal(endsAt(noon, '2026-12-01T13:00'), '2026-12-01T14:30');
  assert.equal(endsAt(noon, '2026-12-01T14:30'), undefined);
  assert.equal(endOfQuiet(noon, utc('2026-12-01T14:30') - 1), utc('2026-12-01T14:30'));
});

test('the clocks of the zone count, whichever side of a change of theirs the end is on', () => {
  const night = quiet('22:00', '07:00');
  assert.equal(endsAt(night, '2026-01-10T21:30'), '2026-01-11T06:00');
  // Summer time begins on 29 March at 01:00 UTC and ends on 25 October at 01:00 UTC.
  assert.equal(endsAt(night, '2026-03-28T22:00'), '2026-03-29T05:00');
  assert.equal(endsAt(night, '2026-10-24T21:00'), '2026-10-25T06:00');
});

test('an end that the clocks leap over is when they leap; an hour that comes twice is quiet twice', () => {
  const early = quiet('01:00', '02:30');
  assert.equal(endsAt(early, '2026-03-29T00:15'), '2026-03-29T01:00');
  assert.equal(endsAt(early, '2026-10-24T23:30'), '2026-10-25T00:30');
  assert.equal(endsAt(early, '2026-10-25T01:10'), '2026-10-25T01:30');
  // Between 02:45 and 02:50 the clocks of both hours show a quiet time, and there is a loud one between.
  const short = quiet('02:45', '02:50');
  assert.equal(endsAt(short, '2026-10-25T00:46'), '2026-10-25T00:50');
  assert.equal(endsAt(short, '2026-10-25T01:46'), '2026-10-25T01:50');
});

test('in every zone and at every change of its clocks: the end is the first minute at which they show no quiet time', () => {
  const minuteOfDay = fc.integer({ min: 0, max: 1439 });
  const text = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const changes = ['2026-03-29T01:00', '2026-10-25T01:00', '2026-03-08T07:00', '2026-11-01T06:00', '2026-04-04T15:00'];
  const moment = fc.oneof(
    fc.integer({ min: utc('2020-01-01T00:00'), max: utc('2030-01-01T00:00') }),
    fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -DAY, max: DAY }))
      .map(([change, apart]) => utc(change) + apart),
  );
  const zone = fc.oneof(
    fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'),
    fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
  );
  fc.assert(
    fc.property(zone, minuteOfDay, minuteOfDay, moment, (timeZone, from, until, at) => {
      fc.pre(from !== until);
      const clock = new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      const isQuiet = (time: number): boolean => {
        const shown = clock.format(time);
        const [begin, end] = [text(from), text(until)];
        return begin < end ? begin <= shown && shown < end : begin <= shown || shown < end;
      };
      const end = endOfQuiet(quiet(text(from), text(until), timeZone), at);
      assert.equal(end !== undefined, isQuiet(at));
      if (end === undefined) return;
      assert.ok(!isQuiet(end) && isQuiet(end - 1));
      assert.ok(end - at <= DAY + HOUR);
      for (let time = at; time < end; time += 10 * MINUTE) assert.ok(isQuiet(time), `loud at ${time}`);
    }),
    { numRuns: 300 },
  );
});
