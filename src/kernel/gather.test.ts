import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gather } from './gather.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

for (const [turns, batches] of [
  [1, ['a b', 'c']],
  [3, ['a b c']],
] as const) {
  test(`a batch waits ${turns} turns of the event loop for more`, async () => {
    const seen: string[] = [];
    const ask = gather(async (asked: readonly string[]) => {
      seen.push(asked.join(' '));
      return asked.map((each) => each.toUpperCase());
    }, turns);
    const first = [ask('a'), ask('b')];
    await turn();
    const results = await Promise.all([...first, ask('c')]);
    assert.deepEqual(results, ['A', 'B', 'C']);
    assert.deepEqual(seen, batches);
  });
}
