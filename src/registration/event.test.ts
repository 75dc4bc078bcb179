import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openTestSqlite } from '../../test/contract/databases.ts';
import { ada, event } from '../../test/support/team.ts';
import { DAY, HOUR, MINUTE } from '../kernel/clock.ts';
import { LONGEST_EVENT, makeEvents, parseEventWish } from './event.ts';

test('how long is said in many ways, and never longer than a day', () => {
  const good: readonly (readonly [string, number | string])[] = [
    ...([
      ['3h', 3 * HOUR],
      ['3 h', 3 * HOUR],
      ['90m', 90 * MINUTE],
      ['90 minutes', 90 * MINUTE],
    ] as const),
    ...([
      ['2 Stunden', 2 * HOUR],
      ['1 hour', HOUR],
      ['24h', DAY],
      ['1m', MINUTE],
      ['5 Min.', 5 * MINUTE],
    ] as const),
    ...([
      ['off', 'off'],
      ['OFF.', 'off'],
      ['aus', 'off'],
      ['', 'state'],
      ['  ', 'state'],
    ] as const),
  ];
  for (const [text, wish] of good) assert.equal(parseEventWish(text), wish, text);
  for (const text of ['3', 'h', '0h', '25h', '1441m', '-3h', '3h please', '1e3h', '99999h', '3.5h', 'on', '3d'])
    assert.equal(parseEventWish(text), undefined, text);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const wish = parseEventWish(text);
      assert.ok(typeof wish !== 'number' || (wish >= MINUTE && wish <= LONGEST_EVENT));
    }),
  );
});

const by = 'cli:ada';

test('an event ends by itself, survives a restart, and a clock that jumps back makes it no longer', async () => {
  await using opened = await openTestSqlite();
  const { clock } = opened;
  const events = () => makeEvents(opened.storage.registration.door, clock);
  assert.equal(await events().current(), undefined);
  await events().begin(clock.now() + HOUR, { by });
  await opened.reopen();
  assert.deepEqual(await events().current(), { until: clock.now() + HOUR, by });
  const early = { now: () => clock.now() - 2 * DAY };
  assert.equal(await makeEvents(opened.storage.registration.door, early).current(), undefined);
  await clock.advance(HOUR);
  assert.equal(await events().current(), undefined);
  await events().begin(clock.now() + HOUR, { by });
  await events().end({ by });
  assert.equal(await events().current(), undefined);
});

test('who begins and ends an event stands in the audit log, once for each order, and in what a person did', async () => {
  await using opened = await openTestSqlite();
  const { clock, storage } = opened;
  const { door, personal } = storage.registration;
  const events = makeEvents(door, clock);
  const until = clock.now() + HOUR;
  const order = { by: ada, cause: event('order') };
  await events.begin(until, order);
  await clock.advance(MINUTE);
  await events.begin(until + MINUTE, order);
  assert.deepEqual(await door.newest(), {
    ...order,
    what: 'event-begin',
    until,
    at: until - HOUR,
    subject: 'registration',
  });
  await events.end({ by });
  assert.deepEqual(await door.newest(), { by, what: 'event-end', at: clock.now(), subject: 'registration' });

  const found = await personal.export({ userId: ada });
  assert.match(JSON.stringify(found), /event-begin/);
});
