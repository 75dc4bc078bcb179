import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Secret } from '../kernel/secret.ts';
import { takeOwnerLock } from './dialects/sqlite-owner.ts';
import { ownerAtWork } from './owner-at-work.ts';

test('an owner is seen while it is there, and looking takes nothing from it', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-owner-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const place = { kind: 'sqlite', path: path.join(folder, 'porter.db') } as const;
  assert.equal(ownerAtWork(place), false);
  const owner = takeOwnerLock(place.path);
  assert.equal(ownerAtWork(place), true);
  owner.close();
  assert.equal(ownerAtWork(place), false);
  takeOwnerLock(place.path).close();
  assert.equal(ownerAtWork({ kind: 'postgres', url: new Secret('postgres://x') }), undefined);
});
