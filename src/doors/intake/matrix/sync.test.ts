import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../../test/support/test-clock.ts';
import { makeSync } from './sync.ts';

const sender = { name: 'router1', to: ['ops'] };

function begin(query: string) {
  const [clock, closing] = [makeTestClock(), new AbortController()];
  const sync = makeSync({ clock, closing: closing.signal });
  let answered = false;
  void sync({ query: new URLSearchParams(query) }, sender).then(() => {
    answered = true;
  });
  return { clock, closing, answered: () => answered };
}

test('the rooms are told at once, and what comes after them as late as the client allows, 30 seconds at most', async () => {
  for (const [query, after] of [
    ['timeout=30000', 0],
    ['since=porter&full_state=true&timeout=30000', 0],
    ['since=porter&timeout=0', 0],
    ['since=porter&timeout=20000', 20_000],
    ['since=porter&timeout=99999999', 30_000],
    ['since=porter&timeout=never', 0],
    ['since=porter', 0],
  ] as const) {
    const { clock, answered } = begin(query);
    await clock.advance(Math.max(0, after - 1));
    assert.equal(answered(), after === 0, query);
    await clock.advance(1);
    assert.equal(answered(), true, query);
  }
});

test('when the door closes nobody waits any longer', async () => {
  const { clock, closing, answered } = begin('since=porter&timeout=30000');
  await clock.advance(1);
  assert.equal(answered(), false);
  closing.abort();
  await clock.advance(0);
  assert.equal(answered(), true);
  assert.equal(clock.waiting, 0);
});

test('H13: of one sender twenty wait at once; one more lets the first of them go, and those of others wait on', async () => {
  const clock = makeTestClock();
  const sync = makeSync({ clock, closing: new AbortController().signal });
  const answered: string[] = [];
  const ask = (name: string, number: number) =>
    void sync({ query: new URLSearchParams('since=porter&timeout=30000') }, { name, to: ['ops'] }).then(() =>
      answered.push(`${name} ${number}`),
    );
  ask('other', 0);
  for (let number = 0; number < 22; number += 1) ask('router1', number);
  await clock.advance(1);
  assert.deepEqual(answered, ['router1 0', 'router1 1']);
  await clock.advance(30_000);
  assert.equal(answered.length, 23);
  assert.equal(clock.waiting, 0);
});
