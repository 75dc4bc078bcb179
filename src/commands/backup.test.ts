import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { installation } from '../../test/support/installation.ts';

test('D9: a backup of another installation, or of another key, is refused before anything is changed', async (t) => {
  const { cwd, porter } = await installation(t);
  const file = (name: string) => path.join(cwd, name);
  const change = (name: string, sql: string) => void new Sqlite(file(name)).exec(sql).close();
  assert.equal((await porter('backup', 'copy.db')).code, 0);
  const copies = {
    'server.db': "update memory set value = 'other.test' where name = 'meta.server-name'",
    'key.db': "update memory set value = 'k9 00000000000000000000000000000000' where name = 'meta.key-check'",
    'meetings.db': "delete from memory where name in ('meta.server-name', 'meta.key-check')",
    'keyless.db': "delete from memory where name = 'meta.key-check'",
  };
  for (const [name, sql] of Object.entries(copies)) {
    await copyFile(file('copy.db'), file(name));
    change(name, sql);
  }
  const before = await readFile(file('data/porter.db'));
  const names = await readdir(file('data'));
  const sentences = {
    'server.db': /server\.db belongs to the server other\.test, .* porter\.test\. Nothing was changed\./,
    'key.db': /key\.db was made with another key .*\(secrets\.key\)\. Nothing was changed\./,
    'meetings.db': /meetings\.db names no server, .* porter\.test\. Nothing was changed\..*porter\.db away/,
    'keyless.db': /keyless\.db was made without a key, .* Nothing was changed\./,
  };
  for (const [name, sentence] of Object.entries(sentences)) {
    const { code, stderr } = await porter('restore', name);
    assert.equal(code, 2, name);
    assert.match(stderr, sentence);
    assert.deepEqual(await readFile(file('data/porter.db')), before);
    assert.deepEqual(await readdir(file('data')), names);
  }

  change('data/porter.db', "update memory set value = 'other.test' where name = 'meta.server-name'");
  const there = await porter('restore', 'copy.db');
  assert.equal(there.code, 2);
  assert.match(there.stderr, /porter\.db, .* belongs to the server other\.test.* Nothing was changed\./);

  await writeFile(file('data/porter.db'), 'damaged, so that it says nothing about itself. '.repeat(20));
  assert.equal((await porter('restore', 'copy.db')).code, 0);
});

test('D9: a second restore says another name for what it replaced', async (t) => {
  const { porter } = await installation(t);
  assert.equal((await porter('backup', 'copy.db')).code, 0);
  assert.match((await porter('restore', 'copy.db')).stdout, /kept as \S+\.before-restore until you delete it\./);
  assert.match((await porter('restore', 'copy.db')).stdout, /kept as \S+\.before-restore-2 until you delete it\./);
});

test('D9: a backup into a folder is named by the time, so that a timer needs no name and replaces nothing', async (t) => {
  const { cwd, porter } = await installation(t);
  const folder = path.join(cwd, 'backups');
  await mkdir(folder);
  const made = await porter('backup', 'backups', '--json');
  assert.equal(made.code, 0, made.stderr);
  const { file } = JSON.parse(made.stdout) as { file: string };
  assert.deepEqual(await readdir(folder), [path.basename(file)]);
  assert.match(path.basename(file), /^porter-\d{4}-\d\d-\d\d-\d{6}\.db$/);
  assert.equal((await porter('restore', file)).code, 0);
});

test('D9: what a restore holds back is counted, and how much of it will do nothing', async (t) => {
  const { porter, database } = await installation(t);
  const job = (id: string, kind: string) => ({
    ...{ key: `${kind}:${id}`, kind: `registration.${kind}`, destination: 'email:x', lane: 'decisions' as const },
    ...{ dueAt: 0, expiresAt: Date.UTC(2100, 0), payload: { id, entry: 1 } },
  });
  {
    await using storage = await database();
    await storage.jobs.add([job('gone', 'send-refusal'), job('any', 'practice-notice')]);
  }
  assert.equal((await porter('backup', 'copy.db')).code, 0);
  const { stdout } = await porter('restore', 'copy.db');
  assert.match(stdout, /2 jobs of that time are held, of which 1 is void: look at them/);
  const { stdout: listed } = await porter('outbox', 'list', '--state', 'held');
  assert.match(listed, /^2 held\.\n1 of the jobs below is void: nothing will happen by it\.\n/);
  assert.match(listed, /held +0 min +email +send refusal; its application is gone: nothing will happen/);
});
