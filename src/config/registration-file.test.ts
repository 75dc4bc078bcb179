import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { configFolder, registrationText } from '../../test/support/config-files.ts';
import { loadConfig } from '../app/load-config.ts';

test('L4: a registration file that others can read is refused, one for its group is fine', async (t) => {
  const { folder, file } = await configFolder(t);
  await chmod(path.join(folder, 'registration.yaml'), 0o640);
  assert.ok((await loadConfig(file, {})).ok);
  await chmod(path.join(folder, 'registration.yaml'), 0o644);
  const loaded = await loadConfig(file, {});
  assert.ok(!loaded.ok && loaded.problems[0]?.sentence === 'can be read by other users');
});

test('a registration file that does not fit the configuration is told beside it', async (t) => {
  const { file } = await configFolder(t, {
    registration: registrationText
      .replaceAll("'@porter_.*:porter\\.test$'", "'@.*'")
      .replace('b'.repeat(64), 'CHANGE_ME')
      .replace(':8482', ':9999'),
  });
  const loaded = await loadConfig(file, {});
  assert.ok(!loaded.ok);
  assert.deepEqual(
    loaded.problems.map(({ line, key, sentence }) => `${line} ${key} ${sentence}`),
    ['6 hs_token still says CHANGE_ME'],
  );
  const next = await configFolder(t, {
    registration: registrationText.replace('@porter_.*:porter\\.test$', '@.*').replace(':8482', ':9999'),
  });
  const again = await loadConfig(next.file, {});
  assert.ok(!again.ok);
  assert.deepEqual(
    again.problems.map(({ line, key, sentence }) => `${line} ${key} ${sentence}`),
    ['10 namespaces.users.0.regex claims real people'],
  );
});

test('a port that differs between the two files is only a warning', async (t) => {
  const { file } = await configFolder(t, { registration: registrationText.replace(':8482', ':9999') });
  const loaded = await loadConfig(file, {});
  assert.ok(loaded.ok);
  assert.deepEqual(
    loaded.warnings.map(({ key }) => key),
    ['url'],
  );
});

test('a server name that differs between the two files is one problem, not one for each pattern', async (t) => {
  const { file } = await configFolder(t, {
    registration: registrationText.replaceAll('porter\\.test', 'proter\\.test'),
  });
  const loaded = await loadConfig(file, {});
  assert.ok(!loaded.ok);
  assert.deepEqual(
    loaded.problems.map(({ key, sentence }) => `${key} ${sentence}`),
    ['namespaces.users is for proter.test, homeserver.serverName says porter.test: one of them is mistyped'],
  );
});
