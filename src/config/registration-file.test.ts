import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { configFolder, minimal, registrationText } from '../../test/support/config-files.ts';
import { loadConfig } from '../app/load-config.ts';

test('L4: a registration file that others can read is refused, one for its group is fine', async (t) => {
  const { folder, file } = await configFolder(t);
  await chmod(path.join(folder, 'registration.yaml'), 0o640);
  assert.ok((await loadConfig(file, {})).ok);
  await chmod(path.join(folder, 'registration.yaml'), 0o644);
  const loaded = await loadConfig(file, {});
  assert.ok(!loaded.ok && loaded.problems[0]?.sentence === 'can be read by other users');
});

const heard = async (file: string) => {
  const loaded = await loadConfig(file, {});
  assert.ok(!loaded.ok);
  return loaded.problems.map(({ file: of, line, key, sentence }) => `${path.basename(of)}:${line} ${key} ${sentence}`);
};
const misfit = registrationText.replace('@porter_.*:porter\\.test$', '@.*').replace(':8482', ':9999');

test('everything that is wrong with the registration file is told at once', async (t) => {
  const { file } = await configFolder(t, { registration: misfit.replace('b'.repeat(64), 'CHANGE_ME') });
  assert.deepEqual(await heard(file), [
    'registration.yaml:6 hs_token still says CHANGE_ME',
    'registration.yaml:10 namespaces.users.0.regex claims real people',
  ]);
  const short = misfit.replace('b'.repeat(64), 'short').replace('sender_localpart: porter', 'sender_localpart: Porter');
  assert.deepEqual(await heard((await configFolder(t, { registration: short })).file), [
    'registration.yaml:6 hs_token must have 32 to 255 letters and digits',
    'registration.yaml:7 sender_localpart must be a word such as porter',
  ]);
  assert.deepEqual(await heard((await configFolder(t, { registration: '' })).file), ['registration.yaml:1  is empty']);
});

test('what is wrong with both files is told at once', async (t) => {
  const broken = minimal.replace('approvals: 1', 'approvals: 0');
  const { file } = await configFolder(t, { config: broken, registration: misfit });
  assert.deepEqual(await heard(file), [
    'config.yaml:7 registration.approvals must be at least 1, is 0',
    'registration.yaml:10 namespaces.users.0.regex claims real people',
  ]);
  // Without the server name only the file itself can be checked.
  const nameless = await configFolder(t, {
    config: minimal.replace('serverName', 'srvName'),
    registration: misfit.replace('b'.repeat(64), 'short'),
  });
  const said = await heard(nameless.file);
  assert.deepEqual(
    said.filter((one) => one.startsWith('registration.yaml')),
    ['registration.yaml:6 hs_token must have 32 to 255 letters and digits'],
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

test('what lets Porter work but slowly, or reads on where it has no business, is a warning with the next step', async (t) => {
  const warned = async (registration: string) => {
    const loaded = await loadConfig((await configFolder(t, { registration })).file, {});
    assert.ok(loaded.ok);
    return loaded.warnings.map(({ key, line, remedy }) => `${line} ${key}: ${remedy}`);
  };
  const restart = 'and restart the homeserver';
  for (const fine of ['rate_limited: false', 'rate_limited: no', 'rate_limited: Off']) {
    assert.deepEqual(await warned(registrationText.replace('rate_limited: false', fine)), []);
  }
  const limited = `rate_limited: write rate_limited: false ${restart}`;
  assert.deepEqual(await warned(registrationText.replace('rate_limited: false', 'rate_limited: true')), [
    `15 ${limited}`,
  ]);
  // The homeserver's default is true.
  assert.deepEqual(await warned(registrationText.replace('rate_limited: false\n', '')), [`3 ${limited}`]);

  assert.deepEqual(await warned(registrationText.replace('rooms: []', "rooms: [{ exclusive: false, regex: '!.*' }]")), [
    `14 namespaces.rooms.0.regex: write rooms: [] ${restart}`,
  ]);
  assert.deepEqual(await warned(`${registrationText}de.sorunome.msc2409.push_ephemeral: true\n`), [
    `17 de.sorunome.msc2409.push_ephemeral: take the line out ${restart}`,
  ]);
  assert.deepEqual(await warned(`${registrationText}receive_ephemeral: false\n`), []);
  const everybodys = registrationText.replace('#team:porter\\.test$', '#.*:porter\\.test$');
  assert.match((await warned(everybodys)).join(), /^13 namespaces\.aliases\.1\.regex: use a pattern for #porter_/);
});
