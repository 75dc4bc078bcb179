import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { configFolder, minimal, told, withLine } from '../../test/support/config-files.ts';
import { loadConfig, parseConfig } from '../app/load-config.ts';

test('L4: a secret file that others can read is refused by name', async (t) => {
  const { folder, file } = await configFolder(t);
  const key = path.join(folder, 'data', 'porter.key');
  await chmod(key, 0o644);
  const loaded = await loadConfig(file, {});
  assert.ok(!loaded.ok);
  assert.deepEqual(
    loaded.problems.map(({ key, sentence, remedy }) => ({ key, sentence, remedy })),
    [{ key: 'secrets.key', sentence: `names ${key}, which other users can read`, remedy: `chmod 600 ${key}` }],
  );
});

test('L4: a configuration with a secret in it must not be open to others, one without may be', () => {
  const inMail = withLine('mail', 'mail: { from: p@porter.test, smtp: "smtp://u:pw@127.0.0.1" }');
  const inKey = minimal.replace('{ file: data/porter.key }', 'k');
  const inPostgres = withLine('storage', 'storage: { postgres: "postgres://u:pw@127.0.0.1/x" }').replace(
    'key: k',
    'key: { env: K }',
  );
  for (const text of [inMail, inKey, inPostgres]) {
    assert.deepEqual(told(text, 0o644, { K: 'k' }), ['1:1 holds a secret and can be read by other users']);
    assert.deepEqual(told(text, 0o640, { K: 'k' }), []);
  }
  const none = withLine('storage', 'storage: { postgres: "postgres://u@127.0.0.1/x" }').replace(
    'key: k',
    'key: { env: K }',
  );
  assert.deepEqual(told(none, 0o644, { K: 'k' }), []);
});

test('CHANGE_ME is refused by name wherever it stands, also behind a file or a variable', () => {
  const line = 'mail: { from: p@porter.test, smtp: "smtp://127.0.0.1", user: u, password: CHANGE_ME }';
  assert.deepEqual(told(withLine('mail', line)), ['5:75 mail.password still says CHANGE_ME']);
  assert.deepEqual(told(minimal.replace('{ file: data/porter.key }', '{ env: K }'), 0o600, { K: 'k1 CHANGE_ME' }), [
    '4:17 secrets.key still says CHANGE_ME',
  ]);
  assert.deepEqual(told(withLine('homeserver', 'homeserver: { url: CHANGE_ME, serverName: x }')), [
    '1:20 homeserver.url still says CHANGE_ME',
  ]);
});

test('L1: no sentence about a wrong secret repeats it', () => {
  const canary = 'canary-51c2';
  for (const [section, line] of [
    ['mail', `mail: { from: p@porter.test, smtp: "http://u:${canary}@h" }`],
    ['mail', `mail: { from: p@porter.test, smtp: "smtp://u:%${canary}@h" }`],
    ['mail', `mail: { from: p@porter.test, smtp: "smtp://h", password: [${canary}] }`],
    ['storage', `storage: { postgres: "mysql://u:${canary}@h/x" }`],
    ['storage', `storage: { postgres: { ${canary}: x } }`],
    ['homeserver', `homeserver: { url: "https://u:${canary}@h", serverName: x }`],
  ] as const) {
    const said = told(withLine(section, line));
    assert.ok(said.length > 0, line);
    assert.ok(!said.join().includes(canary), said.join('\n'));
  }
});

test('L3: a PostgreSQL password with signs that mean something else is refused with the way to write it, never shown', () => {
  const of = (url: string) => {
    const text = withLine('storage', `storage: { postgres: "${url}" }`);
    const { problems } = parseConfig('config.yaml', text, 0o600, {});
    return problems.map(({ key, sentence, remedy }) => [`${key} ${sentence}`, remedy ?? []].flat().join('; ')).join();
  };
  assert.equal(
    of('postgres://porter:qqz@#zqq@127.0.0.1/porter'),
    'storage.postgres holds "@", "#", which cannot stand in user or password as it is; write in the address @ as %40, # as %23',
  );
  assert.match(of('postgres://porter:qqz/a?zqq@127.0.0.1/porter'), /"\/", "\?".*\/ as %2F, \? as %3F$/);
  assert.match(of('postgres://porter:qqz%zqq@127.0.0.1/porter'), /holds "%".*% as %25$/);
  assert.match(of('postgres://porter:qqz%FFzqq@127.0.0.1/porter'), /stand for no text/);
  for (const url of ['postgres://porter:qqz@#zqq@h/p', 'postgres://qqz@x:y@h/p', 'postgres://h/p?password=qqz@h']) {
    assert.doesNotMatch(of(url), /qqz|zqq/, url);
  }
  for (const good of [
    'porter:qqz%40%23zqq@127.0.0.1/porter',
    'porter@[::1]:5433/porter',
    '/porter?host=/run/postgresql',
  ]) {
    assert.equal(of(`postgres://${good}`), '', good);
  }
});
