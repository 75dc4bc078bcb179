import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { makeIds } from '../kernel/ids.ts';
import { Secret } from '../kernel/secret.ts';
import { makeKeyFile } from './key-file.ts';
import { parseKeyRing } from './key-ring.ts';

const ids = makeIds(() => 1_700_000_000_000);

test('L4: a new key file can be read by its owner alone, whatever the umask', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-key-'));
  t.after(() => rm(folder, { recursive: true }));
  const before = process.umask(0);
  t.after(() => process.umask(before));
  const file = path.join(folder, 'porter.key');
  assert.equal(await makeKeyFile(file, ids), 'made');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  parseKeyRing(new Secret(await readFile(file, 'utf8')));
});

test('a key file that is there is never replaced', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-key-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'porter.key');
  await makeKeyFile(file, ids);
  const content = await readFile(file, 'utf8');
  assert.equal(await makeKeyFile(file, ids), 'kept');
  assert.equal(await readFile(file, 'utf8'), content);
});
