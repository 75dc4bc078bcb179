import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestSqlite } from '../../test/contract/databases.ts';
import { operationsFacts } from './operations-facts.ts';
import { stateOf } from './steps/steps-state.ts';

test('a part that lacks something is not ready although every step is right, and says what to do', async () => {
  await using opened = await openTestSqlite();
  const outbox = { oldestDueAge: async () => undefined, pausedPlaces: () => [] };
  let lacks: readonly string[] = [];
  const facts = operationsFacts(
    {
      storage: opened.storage,
      // Of the outbox only these two are asked.
      outbox: outbox as never,
      steps: { state: () => stateOf([], []) },
      parts: [{}, { lacks: async () => lacks }],
    },
    { clock: opened.clock },
  );
  assert.deepEqual(await facts.ready(), { ready: true, reasons: [] });
  lacks = ['Nobody can vote on #3.'];
  assert.deepEqual(await facts.ready(), { ready: false, reasons: ['Nobody can vote on #3.'] });
});
