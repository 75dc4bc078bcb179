import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { Fault } from '../kernel/fault.ts';
import { type Logger, silentLog } from '../kernel/log.ts';
import type { MeetingRecord, RecordedToken } from './ports.ts';
import { openRecord } from './record.ts';
import type { MeetingsSettings } from './settings.ts';

const line = (jti: number): RecordedToken => ({
  ...{ jti: String(jti), at: 0, caller: 'tcp 127.0.0.1', room: 'lobby', name: 'Ada', moderator: false, until: 1 },
});
const down = () =>
  new Fault('The database is away', { code: 'storage.unavailable', retryable: true, scope: 'channel' });

function setUp(keep: MeetingsSettings['record'] = 'all') {
  const clock = makeTestClock();
  const batches: string[][] = [];
  const said: string[] = [];
  const state: { fails: Error | undefined; held: Promise<void> | undefined } = { fails: undefined, held: undefined };
  const store: MeetingRecord = {
    async add(entries) {
      await state.held;
      if (state.fails) throw state.fails;
      batches.push(entries.map(({ jti }) => jti));
    },
    list: async () => [],
  };
  const log: Logger = {
    ...silentLog,
    with: () => log,
    warn: (message) => void said.push(`warn ${message}`),
    error: (message, fields) => void said.push(`error ${message} ${fields?.['lines']}`),
  };
  return { clock, batches, said, state, record: openRecord({ store, keep, clock, log }) };
}

test('lines come together in one commit at most 100 ms later', async () => {
  const { clock, batches, record } = setUp();
  for (const jti of [1, 2, 3]) record.note(line(jti), 'program');
  assert.deepEqual(batches, []);
  await clock.advance(100);
  assert.deepEqual(batches, [['1', '2', '3']]);
  assert.equal(clock.waiting, 0);
  record.note(line(4), 'guest');
  await clock.advance(100);
  assert.deepEqual(batches.at(-1), ['4']);
});

test('what is to be kept decides whose lines are', async () => {
  for (const [keep, kept] of [
    ['all', ['1', '2']],
    ['guests', ['2']],
    ['off', []],
  ] as const) {
    const { clock, batches, record } = setUp(keep);
    record.note(line(1), 'program');
    record.note(line(2), 'guest');
    await clock.advance(100);
    assert.deepEqual(batches.flat(), kept);
    await record[Symbol.asyncDispose]();
  }
});

test('D12: at the end the rest is written', async () => {
  const { batches, record, clock } = setUp();
  record.note(line(1), 'program');
  await record[Symbol.asyncDispose]();
  assert.deepEqual(batches, [['1']]);
  assert.equal(clock.waiting, 0);
});

test('D12: at the end the batch in hand is waited for, and what came meanwhile is written too', async () => {
  const { batches, record, clock, state } = setUp();
  let go = (): void => {};
  state.held = new Promise((resolve) => {
    go = resolve;
  });
  record.note(line(1), 'program');
  await clock.advance(60);
  record.note(line(2), 'program');
  const closed = record[Symbol.asyncDispose]();
  go();
  await closed;
  assert.deepEqual(batches, [['1'], ['2']]);
});

test('while the database is away lines wait in their order, and the log says so once', async () => {
  const { clock, batches, said, state, record } = setUp();
  state.fails = down();
  record.note(line(1), 'program');
  await clock.advance(5_000);
  record.note(line(2), 'program');
  assert.deepEqual(said, ['warn the record of tokens waits for the database']);
  state.fails = undefined;
  await clock.advance(1_100);
  assert.deepEqual(batches, [['1', '2']]);
});

test('lines that wait are bounded: the oldest are given up, and the log says how many', async () => {
  const { clock, batches, said, state, record } = setUp();
  state.fails = down();
  for (let jti = 0; jti < 250_000; jti += 1) record.note(line(jti), 'program');
  await clock.advance(100);
  state.fails = undefined;
  await record[Symbol.asyncDispose]();
  const kept = batches.flat();
  assert.ok(kept.length <= 110_000 && kept.length >= 100_000, String(kept.length));
  assert.equal(kept.at(-1), '249999');
  assert.ok(batches.every(({ length }) => length <= 10_000));
  assert.deepEqual(said.slice(1), [`error lines of the record of tokens are lost ${250_000 - kept.length}`]);
});

test('a database that stays away at the end costs the lines, not the end', async () => {
  const { said, state, record } = setUp();
  state.fails = down();
  record.note(line(1), 'program');
  await record[Symbol.asyncDispose]();
  assert.equal(said.at(-1), 'error lines of the record of tokens are lost 1');
});

test('a bug in the store is said and does not keep later lines back', async () => {
  const { clock, batches, said, state, record } = setUp();
  state.fails = new TypeError('x');
  record.note(line(1), 'program');
  await clock.advance(100);
  state.fails = undefined;
  record.note(line(2), 'program');
  await clock.advance(1_100);
  assert.deepEqual(batches, [['2']]);
  assert.deepEqual(said, ['error the record of tokens stumbled over a bug 1']);
});
