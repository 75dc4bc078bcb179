import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboxItem } from '../inbox/item.ts';
import { done } from '../outbox/job.ts';
import { mergeHandlers, mergePlaceNeeds, mergeSources } from './merge-parts.ts';

const item: InboxItem = { key: '$1', source: 'matrix', body: '{}' };

test('two parts may not handle one kind of job', () => {
  const table = { 'a.do': async () => done() };
  assert.deepEqual(Object.keys(mergeHandlers([table, undefined, { 'b.do': table['a.do'] }])), ['a.do', 'b.do']);
  assert.throws(() => mergeHandlers([table, table]), /two parts handle a\.do/);
});

test('what places need adds up, each once', () => {
  const needs = mergePlaceNeeds([{ account: ['homeserver'] }, { account: ['homeserver', 'mas'], x: ['y'] }]);
  assert.deepEqual(needs, { account: ['homeserver', 'mas'], x: ['y'] });
});

test('two parts hear one source: each gets every item, and all get it again when one could not take it', async () => {
  const heard: string[] = [];
  let works = false;
  const { matrix } = mergeSources([
    { matrix: { handle: async ({ key }) => void heard.push(`first ${key}`), outsideIsFine: () => true } },
    {
      matrix: {
        async handle({ key }) {
          if (!works) throw new Error('not yet');
          heard.push(`second ${key}`);
        },
        outsideIsFine: () => works,
      },
    },
  ]);
  assert.ok(matrix);
  await assert.rejects(matrix.handle(item), /not yet/);
  assert.equal(matrix.outsideIsFine?.(), false);
  works = true;
  await matrix.handle(item);
  assert.deepEqual(heard, ['first $1', 'first $1', 'second $1']);
  assert.equal(matrix.outsideIsFine?.(), true);
});
