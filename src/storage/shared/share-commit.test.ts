import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Fault } from '../../kernel/fault.ts';
import { shareCommit } from './share-commit.ts';

/** Keeps what it is asked, all or nothing: refuses "no", breaks at "bug", and has no database at "gone". */
function makeKeeper() {
  const commits: string[][] = [];
  const keep = shareCommit(async (asked: readonly string[]) => {
    commits.push([...asked]);
    if (asked.includes('gone'))
      throw new Fault('gone', { code: 'storage.unavailable', retryable: true, scope: 'channel' });
    if (asked.includes('bug')) throw new Error('a bug');
    return asked.includes('no') ? ['refused'] : asked.map(() => 'kept');
  });
  const all = async (...asks: readonly string[]) =>
    (await Promise.allSettled(asks.map(keep))).map((end) =>
      end.status === 'fulfilled' ? end.value : String((end.reason as Error).message),
    );
  return { commits, all };
}

describe('what is asked at once', () => {
  test('is kept in one commit', async () => {
    const { commits, all } = makeKeeper();
    assert.deepEqual(await all('a', 'b', 'c'), ['kept', 'kept', 'kept']);
    assert.deepEqual(commits, [['a', 'b', 'c']]);
  });

  test('has answers of its own when one is refused, in the order in which it came', async () => {
    const { commits, all } = makeKeeper();
    assert.deepEqual(await all('a', 'no', 'c'), ['kept', 'refused', 'kept']);
    assert.deepEqual(commits, [['a', 'no', 'c'], ['a'], ['no'], ['c']]);
  });

  test('a bug that one of it meets is that one alone, and those behind it go on', async () => {
    const { commits, all } = makeKeeper();
    assert.deepEqual(await all('bug', 'b'), ['a bug', 'kept']);
    assert.deepEqual(commits, [['bug', 'b'], ['bug'], ['b']]);
  });

  test('a database that is away meets all, and nothing is tried twice', async () => {
    const { commits, all } = makeKeeper();
    assert.deepEqual(await all('a', 'gone'), ['gone', 'gone']);
    assert.equal(commits.length, 1);
  });

  test('one alone has one commit, refused or not', async () => {
    const { commits, all } = makeKeeper();
    assert.deepEqual([await all('no'), await all('a')], [['refused'], ['kept']]);
    assert.deepEqual(commits, [['no'], ['a']]);
  });
});
