import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fine } from '../../kernel/check-line.ts';
import type { Step, Trouble } from '../../kernel/step.ts';
import { checkSteps } from './check-steps.ts';

const { signal } = new AbortController();
const neverCalled = () => assert.fail('a check puts nothing right');
const step = (name: string, trouble?: Trouble, more: Partial<Step> = {}): Step => ({
  ...{ name, part: name, fine: () => `${name} is there.`, ...more },
  look: async () => trouble,
});
const wrong: Trouble = { code: 'b.wrong', sentence: 'Wrong.', remedy: 'Mend it.', passing: false };

test('one line per step, in order, and after each what only a check asks', async () => {
  const { fine: _, ...quiet } = step('quiet');
  const lines = await checkSteps(
    [{ name: 'one', steps: [step('a', undefined, { ensure: neverCalled }), quiet, step('b')] }],
    [{ after: 'a', run: async () => [fine('a', 'It is young.')] }],
    signal,
  );
  assert.deepEqual(
    lines.map(({ sentence }) => sentence),
    ['a is there.', 'It is young.', 'b is there.'],
  );
});

test('what needs a step that is wrong is left out: its group, groups after it and what only a check asks; others go on', async () => {
  const lines = await checkSteps(
    [
      { name: 'one', steps: [step('a'), step('b', wrong), step('c')] },
      { name: 'two', after: 'one', steps: [step('d')] },
      { name: 'three', steps: [step('e')] },
    ],
    [{ after: 'b', run: neverCalled }],
    signal,
  );
  assert.deepEqual(
    lines.map(({ part, level }) => [part, level]),
    [
      ['a', 'fine'],
      ['b', 'bad'],
      ['e', 'fine'],
    ],
  );
});

test('what serve puts right by itself is only to be looked at, and what needs it is left out as well', async () => {
  const lines = await checkSteps(
    [{ name: 'one', steps: [step('b', { ...wrong, byItself: true }), step('c')] }],
    [],
    signal,
  );
  assert.deepEqual(
    lines.map(({ part, level }) => [part, level]),
    [['b', 'warn']],
  );
});
