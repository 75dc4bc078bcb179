import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { asNobody, NOBODY, needsRoot } from '../../../test/support/as-nobody.ts';
import { emptyFolder } from '../../../test/support/installation.ts';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { loadConfig } from '../../app/load-config.ts';
import { type Find, gatherAnswers } from './answers.ts';
import { listenFor, suggestAppserviceUrl } from './containers.ts';
import type { Ask, InitOptions } from './init-options.ts';
import { readInstallation } from './known-answers.ts';
import { readOptionFile } from './option-files.ts';
import { NoAnswer } from './prompts.ts';
import { nginxConf } from './proxies.ts';
import { writeFiles } from './write-files.ts';
import { writeInstallation } from './write-installation.ts';

const named = ['--yes', '--server-name', 'kirchturm.example'];
const find: Find = {
  serverName: async () => ({ instead: 'nothing answers' }),
  publicUrl: async () => undefined,
  container: () => 'no',
};

/** Answers of somebody who takes every suggestion but those named; notes what was asked. */
function person(typed: Readonly<Record<string, string>>) {
  const asked: Record<string, string | undefined> = {};
  const ask: Ask = async ({ option, given, suggestion }) => {
    if (given !== undefined) return given;
    asked[option] = suggestion;
    return typed[option] ?? suggestion ?? '';
  };
  return { ask, asked };
}

const answersOf = async (
  typed: Readonly<Record<string, string>>,
  options: Partial<InitOptions> = {},
  dir = '/nowhere',
) => {
  const { ask, asked } = person(typed);
  const { known } = await readInstallation(dir);
  return { answers: await gatherAnswers({ dir, ...options }, dir, ask, find, known), asked };
};

test('a person is asked for title, language and approvals, and the answers stand in the configuration', async (t) => {
  const { answers, asked } = await answersOf({
    '--server-name': 'kirchturm.example',
    '--language': 'de',
    '--approvals': '2',
  });
  assert.deepEqual([asked['--title'], asked['--language'], asked['--approvals']], ['kirchturm.example', 'en', '1']);
  assert.deepEqual([answers.title, answers.language, answers.approvals], ['kirchturm.example', 'de', 2]);

  const cwd = await emptyFolder(t);
  const said = ['--title', 'Kirchturm', '--language', 'de', '--approvals', '2', '--admin', '@me:kirchturm.example'];
  const made = await runPorterCommand(['init', ...named, '--dir', '.', ...said], { cwd });
  assert.equal(made.code, 0, made.stderr);
  const loaded = await loadConfig(path.join(cwd, 'config.yaml'), {});
  assert.ok(loaded.ok);
  const { site, registration } = loaded.config;
  assert.deepEqual([site?.title, site?.language, registration?.approvals], ['Kirchturm', 'de', 2]);
  const wrong = await runPorterCommand(['init', ...named, '--dir', 'x', '--approvals', '0', '--title', ' '], { cwd });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /^--title must be text.*\n--approvals must be at least 1/m);
});

test('what nobody was asked is said, and only that', async (t) => {
  const cwd = await emptyFolder(t);
  const init = async (...more: string[]) => (await runPorterCommand(['init', ...named, ...more], { cwd })).stdout;
  const all = await init('--dir', 'a');
  assert.match(
    all,
    /^Nobody was asked for these; change them in config\.yaml whenever you like:\n {2}site\.title kirchturm\.example, site\.language en, registration\.approvals 1, registration\.declines 1, site\.listen 127\.0\.0\.1:8480, /m,
  );
  const some = await init('--dir', 'b', '--title', 'Kirchturm', '--site-listen', '127.0.0.1:9000');
  assert.doesNotMatch(some, /site\.title|site\.listen/);
  const { unasked } = JSON.parse(await init('--dir', 'c', '--json')) as { unasked: Record<string, string> };
  assert.equal(unasked['appservice.listen'], '127.0.0.1:8482');
});

test('an installation that is there is suggested as the answers, without its password, and what is wrong in it is not', async (t) => {
  const cwd = await emptyFolder(t);
  const first = [
    '--public-url',
    'https://tuer.kirchturm.example',
    '--title',
    'Kirchturm',
    '--approvals',
    '3',
    '--admin',
    '@me:kirchturm.example',
    '--appservice-url',
    'http://10.0.0.5:9000',
    '--appservice-listen',
    '10.0.0.5:9000',
  ];
  const made = await runPorterCommand(['init', ...named, '--dir', '.', ...first, '--user', 'tuer'], { cwd });
  assert.equal(made.code, 0, made.stderr);
  const { answers, asked } = await answersOf({}, {}, cwd);
  assert.deepEqual(
    ['--server-name', '--public-url', '--title', '--approvals', '--admin', '--appservice-url'].map(
      (option) => asked[option],
    ),
    [
      'kirchturm.example',
      'https://tuer.kirchturm.example',
      'Kirchturm',
      '3',
      '@me:kirchturm.example',
      'http://10.0.0.5:9000',
    ],
  );
  assert.equal(answers.user, 'tuer');

  const config = path.join(cwd, 'config.yaml');
  const text = await readFile(config, 'utf8');
  await writeFile(
    config,
    text
      .replace(/ {2}smtp: .*/, '  smtp: "smtp://join:canary-pw@mail.example"')
      .replace('approvals: 3', 'approvals: many'),
  );
  const again = await answersOf({}, {}, cwd);
  assert.ok(!JSON.stringify(again.asked).includes('canary'));
  assert.equal(again.asked['--approvals'], '1');
  // Without a person, too, a second run needs no answer that the first one has had.
  const third = await runPorterCommand(['init', '--yes', '--dir', '.'], { cwd });
  assert.deepEqual([third.code, /kept +\S+config\.yaml/.test(third.stdout)], [1, true], third.stderr);
  assert.match(third.stdout, /Kept files were there before and are not changed/);
});

test('the address for Synapse follows the listener, and the listener the address', async (t) => {
  assert.equal(suggestAppserviceUrl(false, undefined), 'http://127.0.0.1:8482');
  assert.equal(suggestAppserviceUrl(false, '10.0.0.5:9000'), 'http://10.0.0.5:9000');
  assert.equal(suggestAppserviceUrl(false, '0.0.0.0:9000'), 'http://127.0.0.1:9000');
  assert.equal(suggestAppserviceUrl(false, '[fd00::5]:9000'), 'http://[fd00::5]:9000');
  assert.equal(listenFor('http://localhost:9000', false), '127.0.0.1:9000');
  assert.equal(listenFor('http://192.0.2.7:9000', false), '0.0.0.0:9000');

  const cwd = await emptyFolder(t);
  const made = await runPorterCommand(['init', ...named, '--dir', '.', '--appservice-listen', '10.0.0.5:9000'], {
    cwd,
  });
  assert.equal(made.code, 0, made.stderr);
  assert.match(await readFile(path.join(cwd, 'registration.yaml'), 'utf8'), /^url: "?http:\/\/10\.0\.0\.5:9000"?$/m);
});

test('for a Synapse in a container the files and the steps are those of a container', async (t) => {
  assert.match(suggestAppserviceUrl(true, undefined), /^http:\/\/172\.\d+\.\d+\.\d+:8482$/);
  assert.equal(listenFor('http://172.17.0.1:8482', true), '172.17.0.1:8482');
  assert.match(listenFor('http://host.docker.internal:8482', true), /^172\.\d+\.\d+\.\d+:8482$/);

  const cwd = await emptyFolder(t);
  const { code, stdout, stderr } = await runPorterCommand(['init', ...named, '--dir', '.', '--synapse-in-container'], {
    cwd,
  });
  assert.equal(code, 0, stderr);
  assert.match(
    await readFile(path.join(cwd, 'homeserver.snippet.yaml'), 'utf8'),
    /- "\/data\/porter-registration\.yaml"/,
  );
  assert.match(await readFile(path.join(cwd, 'registration.yaml'), 'utf8'), /^url: "?http:\/\/172\./m);
  assert.match(stdout, new RegExp(`volumes: \\["${cwd}/registration\\.yaml:/data/porter-registration\\.yaml:ro"\\]`));
  assert.match(stdout, /sudo chgrp 991 .*\n.*docker compose up -d --force-recreate synapse/);
  assert.doesNotMatch(stdout, /matrix-synapse|open to everybody/);
});

test('an admin or a team room of another server is told before it is too late, with what was most likely meant', async (t) => {
  const cwd = await emptyFolder(t);
  const init = async (dir: string, ...more: string[]) =>
    (await runPorterCommand(['init', ...named, '--dir', dir, ...more], { cwd })).stdout;
  assert.match(
    await init('a', '--admin', '@me:kirchturm.exampl'),
    /Careful: @me:kirchturm\.exampl \(--admin\) is not of your server kirchturm\.example, .*Did you mean @me:kirchturm\.example\?/,
  );
  assert.match(
    await init('b', '--team-room', '#team:elsewhere.org'),
    /Careful: #team:elsewhere\.org \(--team-room\) .*cannot make that room\.$/m,
  );
  assert.doesNotMatch(await init('c', '--admin', '@me:kirchturm.example'), /is not of your server/);
});

test('nginx leads from http to https, where the pages are at the usual port, and leaves the way of the certificate open', () => {
  const conf = (publicUrl: string) => nginxConf({ publicUrl, siteListen: '127.0.0.1:8480' });
  const both = conf('https://join.kirchturm.example');
  assert.match(
    both,
    /listen 80;[\s\S]*server_name join\.kirchturm\.example;[\s\S]*acme-challenge[\s\S]*return 301 https:\/\/\$host\$request_uri;/,
  );
  assert.equal(both.match(/^server \{/gm)?.length, 2);
  for (const other of ['https://join.kirchturm.example:8443', 'http://join.kirchturm.example'])
    assert.equal(conf(other).match(/^server \{/gm)?.length, 1);
});

test(
  'files for a folder that this user may not write in, or in a data folder of another one, are refused with the line to type',
  needsRoot(),
  async (t) => {
    const cwd = await emptyFolder(t);
    chmodSync(cwd, 0o755);
    const refused = () =>
      writeFiles(cwd, []).then(
        () => '',
        ({ message }: Error) => message,
      );
    assert.match(
      await asNobody(refused),
      new RegExp(`^${cwd}/data cannot be written: the folder ${cwd} belongs to root, .*: sudo chown \\S+ ${cwd}\\.$`),
    );
    mkdirSync(path.join(cwd, 'data'));
    chownSync(path.join(cwd, 'data'), NOBODY, NOBODY);
    const key = await runPorterCommand(['init', '--only', 'key', '--dir', '.'], { cwd });
    assert.equal(key.code, 2);
    assert.match(
      key.stderr,
      /\/data belongs to user \S+: sudo -u \S+ porter init --only key --dir \., or name another folder/,
    );
  },
);

test(
  'an option file that this user may not read is told with its path and the way by standard input',
  needsRoot(),
  async (t) => {
    const cwd = await emptyFolder(t);
    chmodSync(cwd, 0o755);
    const file = path.join(cwd, 'token');
    await writeFile(file, 'x\n', { mode: 0o600 });
    const said = await asNobody(() =>
      readOptionFile(file).then(
        () => '',
        ({ message }: Error) => message,
      ),
    );
    assert.ok(said.startsWith(`${file} cannot be read: it belongs to root, and this runs as `), said);
    assert.match(said, /\. Better hand it in on standard input: sudo -u \S+ porter.* < \S+token$/);
    // What Porter itself is given is short: nothing larger is read into memory.
    await writeFile(file, 'x'.repeat(65_537), { mode: 0o600 });
    await assert.rejects(readOptionFile(file), /is too large for an answer \(over 64 KiB\)/);
  },
);

test('a person may still stop once it is said what was not asked: then nothing is written', async (t) => {
  const dir = path.join(await emptyFolder(t), 'x');
  const { answers } = await answersOf({ '--server-name': 'kirchturm.example' }, {}, dir);
  const found = await readInstallation(dir);
  let asked = '';
  const confirm = async (folder: string) => {
    asked = folder;
    assert.ok(!existsSync(folder));
    throw new NoAnswer('Stopped');
  };
  await assert.rejects(writeInstallation({ answers, options: { dir }, silent: undefined, found, confirm }), NoAnswer);
  assert.equal(asked, dir);
  assert.ok(!existsSync(dir));
});
