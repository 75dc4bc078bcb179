import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeResponsesInOrder } from './responses-in-order.ts';

test('answers made at once leave in one write', () => {
  const written: string[] = [];
  const answers = makeResponsesInOrder(
    (text) => written.push(text),
    () => assert.fail('nothing was waited for'),
  );
  answers.add('a');
  answers.add('b');
  assert.deepEqual([written, answers.unwritten, answers.waiting], [[], 2, 0]);
  answers.flush();
  answers.flush();
  assert.deepEqual([written, answers.unwritten], [['ab'], 0]);
});

test('answers leave in the order of the requests, whichever is ready first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ later: fc.boolean(), rank: fc.nat() }), { maxLength: 20 }),
      async (requests) => {
        let written = '';
        const answers = makeResponsesInOrder(
          (text) => {
            written += text;
          },
          () => {},
        );
        const makers: { readonly rank: number; readonly make: () => void }[] = [];
        for (const [n, { later, rank }] of requests.entries()) {
          const text = `${n};`;
          const { promise, resolve } = Promise.withResolvers<string>();
          answers.add(later ? promise : text);
          if (later) makers.push({ rank, make: () => resolve(text) });
        }
        answers.flush();
        for (const { make } of makers.sort((a, b) => a.rank - b.rank)) {
          make();
          await Promise.resolve();
        }
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(written, requests.map((_, n) => `${n};`).join(''));
        assert.equal(answers.waiting, 0);
      },
    ),
  );
});
