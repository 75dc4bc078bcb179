import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Secret } from '../../../kernel/secret.ts';
import { databaseAt } from '../dialects.ts';
import { takeOwnerLock } from './owner.ts';

test('an owner is seen while it is there, and looking takes nothing from it', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-owner-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'porter.db');
  const { ownerAtWork } = databaseAt({ kind: 'sqlite', path: file });
  assert.equal(ownerAtWork?.(), false);
  const owner = takeOwnerLock(file);
  assert.equal(ownerAtWork?.(), true);
  owner.close();
  assert.equal(ownerAtWork?.(), false);
  takeOwnerLock(file).close();
  assert.equal(databaseAt({ kind: 'postgres', url: new Secret('postgres://x') }).ownerAtWork, undefined);
});
