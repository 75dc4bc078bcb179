import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { fitsLoad, nextForTeam, type TeamLimits, type TeamsOwn } from './team-load.ts';

const limits: TeamLimits = { perDay: 3, perDomainPerDay: 2, freeDomains: new Set(['free.example']) };
const one = (at: number, domain = 'free.example'): TeamsOwn => ({ at, domain });

test('the team gets an application at once while the day has room, and when it has again otherwise', () => {
  const full = [one(0), one(HOUR), one(2 * HOUR)];
  assert.equal(nextForTeam([], 5, 'free.example', limits), 5);
  assert.equal(nextForTeam(full.slice(1), 3 * HOUR, 'free.example', limits), 3 * HOUR);
  assert.equal(nextForTeam(full, 3 * HOUR, 'free.example', limits), DAY);
  assert.equal(nextForTeam([...full, one(DAY)], 4 * HOUR, 'free.example', limits), DAY + HOUR);
  assert.equal(nextForTeam(full, 2 * DAY, 'free.example', limits), 2 * DAY);
});

test('one mail domain waits for itself, and others go before it', () => {
  const load = [one(0, 'small.example'), one(HOUR, 'small.example')];
  assert.equal(nextForTeam(load, 2 * HOUR, 'small.example', limits), DAY);
  assert.equal(nextForTeam(load, 2 * HOUR, 'other.example', limits), 2 * HOUR);
  // The place of tomorrow that is given away already is not given away twice.
  const ahead = [...load, one(DAY, 'small.example'), one(DAY + HOUR, 'small.example'), one(DAY + 2 * HOUR)];
  assert.equal(nextForTeam(ahead, 2 * HOUR, 'other.example', limits), 2 * HOUR);
  assert.equal(fitsLoad(ahead, one(2 * HOUR + 1), limits), false);
});

test('S16: in whatever order addresses are proved, no day has more than its cap, and everybody gets a turn', () => {
  const arrival = fc.record({
    after: fc.constantFrom(0, 1, MINUTE, HOUR, 7 * HOUR, DAY - 1, DAY, 30 * HOUR),
    domain: fc.constantFrom('free.example', 'small.example', 'other.example'),
  });
  const wish = fc.record({ perDay: fc.integer({ min: 1, max: 5 }), perDomainPerDay: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 25 }), wish, (arrivals, caps) => {
      const all = { ...limits, ...caps };
      const load: TeamsOwn[] = [];
      let now = 0;
      for (const { after, domain } of arrivals) {
        now += after;
        const at = nextForTeam(load, now, domain, all);
        assert.ok(at >= now && at <= now + (load.length + 1) * DAY);
        assert.ok(fitsLoad(load, { at, domain }, all));
        load.push({ at, domain });
      }
      for (const { at: end } of load) {
        const day = load.filter(({ at }) => at > end - DAY && at <= end);
        assert.ok(day.length <= all.perDay);
        for (const domain of ['small.example', 'other.example']) {
          assert.ok(day.filter((each) => each.domain === domain).length <= all.perDomainPerDay);
        }
      }
    }),
  );
});
