import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { emptyFolder } from '../../../test/support/installation.ts';
import { runPorterCommand } from '../../../test/support/porter-command.ts';

/** Every key that the bot has, and one that somebody added. */
const all = {
  homeserver: 'example.org',
  access_token: 'canary-bot-access',
  register_email: 'register_bot@example.org',
  smtp: { host: 'mail.example.org', port: 465, user: 'bot', password: 'canary-bot-smtp', encryption: 'ssl' },
  register_room: '!registerRoomID:example.org',
  webroot: 'https://join.example.org/',
  howToURL: 'https://example.org/matrix',
  operationMode: 'local',
  registration_shared_secret: 'canary-bot-shared',
  getPasswordOnRegistration: true,
  defaultLanguage: 'de-de',
  databaseURI: 'mysql:host=localhost;dbname=bot',
  databaseUser: 'dbUser123',
  databasePass: 'canary-bot-database',
  register_password: 'canary-bot-own',
  'own\nkey': 'canary-bot-other',
};

async function bot(t: TestContext, config: unknown) {
  const cwd = await emptyFolder(t);
  const file = path.join(cwd, 'config.json');
  await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config, null, 4));
  return {
    cwd,
    init: (...args: readonly string[]) => runPorterCommand(['init', '--from-register-bot', file, ...args], { cwd }),
  };
}

test('every key of the bot is carried over or named, and no secret is printed', async (t) => {
  const { init } = await bot(t, all);
  const { code, stdout, stderr } = await init();
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(`${stdout}${stderr}`, /canary-/);
  const config = parse(stdout) as Record<string, Record<string, unknown>>;
  assert.deepEqual(config['homeserver'], { url: 'https://example.org', serverName: 'example.org' });
  assert.deepEqual(config['mail'], {
    ...{ from: 'register_bot@example.org', smtp: 'smtps://mail.example.org:465', user: 'bot' },
    password: { file: 'data/smtp-password' },
  });
  assert.equal(config['site']?.['publicUrl'], 'https://join.example.org');
  assert.deepEqual([config['site']?.['howToUrl'], config['site']?.['language']], ['https://example.org/matrix', 'de']);
  assert.equal(config['registration']?.['room'], '!registerRoomID:example.org');
  assert.equal(config['registration']?.['password'], 'form');
  assert.deepEqual([config['accounts'], config['identityApi']], [{ store: 'local' }, { listen: '127.0.0.1:8483' }]);
  for (const key of ['access_token', 'registration_shared_secret', 'databasePass'])
    assert.match(stdout, new RegExp(`^# ${key}: `, 'm'));
  assert.match(stdout, /^# "own\\nkey": no key of the bot/m);
});

test('written to a file, init adds what is missing, and the whole is a configuration', async (t) => {
  const { cwd, init } = await bot(t, all);
  const made = await init('--out', path.join(cwd, 'config.yaml'));
  assert.deepEqual([made.code, made.stdout], [0, ''], made.stderr);
  assert.equal((await stat(path.join(cwd, 'data', 'smtp-password'))).mode & 0o777, 0o600);
  const before = await readFile(path.join(cwd, 'config.yaml'), 'utf8');
  const rest = await runPorterCommand(['init', '--yes', '--dir', '.'], { cwd });
  assert.equal(rest.code, 1, 'config.yaml was kept');
  assert.equal(await readFile(path.join(cwd, 'config.yaml'), 'utf8'), before);
  const migrated = await runPorterCommand(['migrate'], { cwd });
  assert.equal(migrated.code, 0, migrated.stderr);
  const again = await init('--out', path.join(cwd, 'config.yaml'));
  assert.equal(again.code, 2);
  assert.match(again.stderr, /is there already and was left alone/);
});

test('what is missing or odd is left to mend, with the key that it concerns', async (t) => {
  const { init } = await bot(t, {
    ...{ homeserver: 'example.org', webroot: 'https://example.org/register/', operationMode: 'synapse' },
    ...{ defaultLanguage: 'fr-fr', register_email: 7, getPasswordOnRegistration: true },
  });
  const { code, stdout, stderr } = await init();
  assert.equal(code, 1);
  assert.match(stdout, /webroot was "https:\/\/example\.org\/register\/"/);
  assert.match(stdout, /defaultLanguage: "fr-fr" is none of en and de/);
  assert.match(stdout, /^# register_email: is no text/m);
  assert.match(stdout, /store: synapse/);
  assert.match(stdout, /# getPasswordOnRegistration: without accounts\.store: local/);
  assert.doesNotMatch(stdout, /^ *password: form/m);
  assert.match(stdout, /smtp:\/\/127\.0\.0\.1:25/);
  for (const key of ['mail.from', 'registration.room', 'site.publicUrl']) assert.ok(stderr.includes(key), stderr);
});

test('a file that is none of the bot is refused in a sentence', async (t) => {
  for (const text of ['', '[]', '<?php $config = ["a" => 1];']) {
    const { init } = await bot(t, text);
    const { code, stdout, stderr } = await init();
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /is not the config\.json that matrix-register-bot writes/);
  }
  const gone = await runPorterCommand(['init', '--from-register-bot', 'gone.json'], { cwd: await emptyFolder(t) });
  assert.match(gone.stderr, /gone\.json does not exist/);
});
