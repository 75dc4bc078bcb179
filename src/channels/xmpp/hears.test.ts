import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import type { Hearing, Remark } from '../../ports/channel.ts';
import { makeHears } from './hears.ts';

/** A connection that is never there: remarks come by themselves. */
const offline = { get: () => new Promise<never>(() => undefined) };
const rooms = { enter: async () => undefined };
const remark = (key: string): Remark => ({ key, at: ['ada@example.org'], person: 'ada', name: 'Ada', text: 'hello' });

const hearing = (kept: string[]): Hearing => ({
  addresses: [],
  works: () => undefined,
  async keep(remarks) {
    kept.push(...remarks.map(({ key }) => key));
  },
});

test('N1: what comes while nobody may keep it waits, unconfirmed, for whoever listens next, in its order', async () => {
  const hears = makeHears({ session: () => offline, rooms, clock: makeTestClock() });
  const kept: string[] = [];
  const first = new AbortController();
  void hears.hear(hearing(kept), first.signal);
  hears.heard(remark('a'));
  await hears.kept();
  first.abort();

  hears.heard(remark('b'));
  hears.heard(remark('c'));
  let confirmed = false;
  const confirming = hears.kept().then(() => {
    confirmed = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([kept, confirmed], [['a'], false]);

  void hears.hear(hearing(kept), new AbortController().signal);
  hears.heard(remark('d'));
  await hears.kept();
  await confirming;
  assert.deepEqual(kept, ['a', 'b', 'c', 'd']);
});
