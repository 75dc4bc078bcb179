import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestSqlite } from '../../test/contract/databases.ts';
import { MINUTE } from '../kernel/clock.ts';
import { type FactsNeeds, operationsFacts } from './operations-facts.ts';
import { stateOf } from './steps/steps-state.ts';

/** Every step is right. @param outbox only these two are asked of it */
const factsOf = (
  { storage, clock }: Awaited<ReturnType<typeof openTestSqlite>>,
  outbox: { readonly oldestDueAge: () => Promise<number | undefined>; readonly pausedPlaces: () => readonly unknown[] },
  parts: FactsNeeds['parts'],
) =>
  operationsFacts(
    { storage, outbox: outbox as FactsNeeds['outbox'], steps: { state: () => stateOf([], []) }, parts },
    { clock },
  );

test('a part that lacks something is not ready although every step is right, and says what to do', async () => {
  await using opened = await openTestSqlite();
  const outbox = { oldestDueAge: async () => undefined, pausedPlaces: () => [] };
  let lacks: readonly string[] = [];
  const facts = factsOf(opened, outbox, [{}, { lacks: async () => lacks }]);
  assert.deepEqual(await facts.ready(), { ready: true, reasons: [] });
  lacks = ['Nobody can vote on #3.'];
  assert.deepEqual(await facts.ready(), { ready: false, reasons: ['Nobody can vote on #3.'] });
});

test('a place that is paused is a reason and takes no readiness away, until what is due has waited for 15 minutes', async () => {
  await using opened = await openTestSqlite();
  let age = 15 * MINUTE;
  const outbox = {
    oldestDueAge: async () => age,
    pausedPlaces: () => [
      { place: 'email', code: 'email.down', sentence: 'It does not answer', remedy: 'Start the mail server.' },
    ],
  };
  const facts = factsOf(opened, outbox, []);
  const paused = 'email does not work: It does not answer. Start the mail server. (email.down)';
  assert.deepEqual(await facts.ready(), { ready: true, reasons: [paused] });
  age += 1;
  const { ready, reasons } = await facts.ready();
  assert.equal(ready, false);
  assert.deepEqual([reasons.length, reasons[0]], [2, paused]);
});
