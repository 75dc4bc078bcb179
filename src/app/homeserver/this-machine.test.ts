import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeMemoryStore } from '../../../test/support/memory-store.ts';
import { makeIds } from '../../kernel/ids.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { ApplicationStore } from '../../registration/ports/application-store.ts';
import type { MetaStore } from '../../storage/storage.ts';
import { becomeAnother, instanceOf, onThisMachine } from './this-machine.ts';

test('a database is the same one at every start, and no other database is it', async () => {
  assert.equal(await onThisMachine('a'.repeat(32)), await onThisMachine('a'.repeat(32)));
  assert.notEqual(await onThisMachine('a'.repeat(32)), await onThisMachine('b'.repeat(32)));
  assert.match(await onThisMachine('a'.repeat(32)), /^[0-9a-f]{32}$/);
});

test('a copy on the same machine is the same database until one of them takes over, and each time makes another one', async () => {
  const meta = { instanceId: async () => 'a'.repeat(32) };
  const [first, copy] = [makeMemoryStore(), makeMemoryStore()];
  const applications = { list: async () => [] } as Pick<ApplicationStore, 'list'> as ApplicationStore;
  const idOf = async (memory: MemoryStore) =>
    (await instanceOf({ meta: meta as MetaStore, memory, applications }, false)).id;
  assert.equal(await idOf(first), await onThisMachine('a'.repeat(32)));
  assert.equal(await idOf(copy), await idOf(first));
  const seen = new Set([await idOf(first)]);
  for (const memory of [copy, first, first]) {
    await becomeAnother(memory, makeIds(Date.now));
    seen.add(await idOf(memory));
    assert.equal(await idOf(memory), await idOf(memory));
  }
  assert.equal(seen.size, 4);
});
