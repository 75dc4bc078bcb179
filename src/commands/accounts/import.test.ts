import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { needsTerminal, typeAt } from '../../../test/support/terminal.ts';

const BCRYPT = `$2y$12$${'x'.repeat(53)}`;
const section = 'accounts: { store: local, serverName: example.org, argon2: { memoryMiB: 19, passes: 2 } }\n';

async function installation(t: TestContext) {
  const cwd = await mkdtemp(path.join(tmpdir(), 'porter-import-'));
  t.after(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(path.join(cwd, 'config.yaml'), section);
  const run = (args: string) => runPorterCommand(args.split(' '), { cwd });
  await run('migrate');
  return { cwd, run, write: (name: string, text: string | Buffer) => writeFile(path.join(cwd, name), text) };
}

/** A program of a spreadsheet in German, with everything that such files have. */
const table = [
  '\ufefflocalpart;display_name;email;msisdn;password_hash;findable_by_name',
  `lena;"Lena ""Lu"" Örtiz";Lena@Example.org;+31 6 12345678;${BCRYPT};`,
  '@bo:example.org;Bo O\'Brien;"bo@example.org; b.o@example.org";;;no',
  'Cy;;;;;',
  ';;;;;',
  'dee;;not-an-address;;;',
  'eve;;;;$1$salt$hash;',
  'fay;;lena@example.org;;;',
  'lena;Another;;;;',
  'gus;two;cells',
].join('\r\n');

test('a table is looked at first, then taken over, and each row that is left out is told without what it holds', async (t) => {
  const { run, write } = await installation(t);
  await write('users.csv', table);
  const looked = await run('accounts import users.csv');
  assert.equal(looked.code, 1, looked.stderr);
  assert.match(looked.stderr, /No homeserver was asked whether it has a user of any of these names/);
  assert.match(looked.stdout, /^2 accounts would be made, 0 there already, 6 left out\.$/m);
  assert.match(looked.stdout, /^4 +- +localpart/m);
  assert.match(looked.stdout, /^6 +dee +email/m);
  assert.match(looked.stdout, /^7 +eve +password_hash/m);
  assert.match(looked.stdout, /^8 +fay +an earlier row has one of these addresses/m);
  assert.match(looked.stdout, /^9 +lena +an earlier row has this name/m);
  assert.match(looked.stdout, /^10 +- +it has more or fewer cells/m);
  assert.match(looked.stdout, /say the same with --write/);
  for (const text of ['Cy', '$1$', 'not-an-address']) assert.ok(!looked.stdout.includes(text), text);
  assert.deepEqual(JSON.parse((await run('accounts list --json')).stdout), []);

  const made = await run('accounts import users.csv --write');
  assert.match(made.stdout, /^2 accounts made, 0 there already, 6 left out\.$/m);
  assert.ok(!made.stdout.includes('--write'));
  const again = await run('accounts import users.csv --write --json');
  const { added, there, leftOut } = JSON.parse(again.stdout) as Record<string, unknown>;
  assert.deepEqual([added, there, (leftOut as unknown[]).length], [0, 2, 6]);
  const lena = JSON.parse((await run('accounts show lena --json')).stdout) as Record<string, unknown>;
  assert.deepEqual(
    [lena['displayName'], lena['hasPassword'], lena['findableByName'], lena['addresses']],
    [
      ...['Lena "Lu" Örtiz', true, true],
      [
        { medium: 'email', address: 'lena@example.org' },
        { medium: 'msisdn', address: '31612345678' },
      ],
    ],
  );
  assert.match((await run('accounts show bo')).stdout, /found by name +no/);
});

test('an account that is there and different is told and left as it is', async (t) => {
  const { run, write } = await installation(t);
  await run('accounts add lena --display-name Lena --email lena@example.org');
  await run('accounts add bo');
  await run('accounts close bo --yes');
  await write('users.csv', `localpart,display_name,password_hash\nlena,Somebody,${BCRYPT}\nbo,Bo,\n`);
  const { code, stdout } = await run('accounts import users.csv --write --unlisted');
  assert.equal(code, 1);
  assert.match(stdout, /0 accounts made, 0 there already, 1 there but different, and left as they are, 1 left out/);
  assert.match(stdout, /^2 +lena +is there, with another display name, addresses, password, consents$/m);
  assert.match(stdout, /^3 +bo +an account of this name was closed here/m);
  assert.match((await run('accounts show lena')).stdout, /display name +Lena$/m);
});

test('what is exported is taken back by another Porter, hashes and closed names included', async (t) => {
  const [old, other] = [await installation(t), await installation(t)];
  await old.write('users.csv', table);
  await old.run('accounts import users.csv --write');
  await old.write('more.csv', 'localpart,display_name\n=sum,=1+1\nzoe,\n');
  await old.run('accounts import more.csv --write --unlisted');
  await old.run('accounts suspend bo');
  await old.run('accounts close zoe --yes');

  const shown = await old.run('accounts export');
  assert.ok(!shown.stdout.includes(BCRYPT) && !shown.stdout.includes('password_hash'));
  assert.match(shown.stdout, /^'=sum,'=1\+1,/m);
  assert.equal((await old.run('accounts export --with-hashes')).code, 2);
  const file = path.join(other.cwd, 'all.csv');
  assert.equal((await old.run(`accounts export --with-hashes --out ${file}`)).code, 0);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal((await old.run(`accounts export --out ${file}`)).code, 2, 'a file that is there is left alone');

  const taken = await other.run('accounts import all.csv --write');
  assert.deepEqual([taken.code, /^4 accounts made/.test(taken.stdout)], [0, true], taken.stdout);
  const copy = path.join(other.cwd, 'copy.csv');
  await other.run(`accounts export --with-hashes --out ${copy}`);
  assert.equal(await readFile(copy, 'utf8'), await readFile(file, 'utf8'));
  const list = JSON.parse((await other.run('accounts export --json')).stdout) as Record<string, string>[];
  assert.deepEqual(
    list.map(({ localpart, state }) => `${localpart} ${state}`),
    ['=sum active', 'bo suspended', 'lena active', 'zoe closed'],
  );
});

test('a file that is no table of accounts is refused in one sentence, which repeats nothing of it', async (t) => {
  const { run, write } = await installation(t);
  for (const [text, sentence] of [
    ['', /first row must name the columns/],
    [`lena,${BCRYPT}\n`, /Its cell 1 is none of them/],
    ['localpart,localpart\n', /twice/],
    ['display_name\n', /localpart/],
    [Buffer.from('localpart\nj\xf6rg', 'latin1'), /Line 2 is not UTF-8/],
    ['localpart\n"lena\n', /line 2 has a quotation mark that is not closed/],
  ] as const) {
    await write('users.csv', text);
    const { code, stderr, stdout } = await run('accounts import users.csv');
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, sentence);
    assert.ok(!stderr.includes('lena'));
  }
  assert.match((await run('accounts import gone.csv')).stderr, /gone\.csv does not exist/);
  assert.match((await run('accounts import .')).stderr, /cannot be read|is a folder|directory/i);
  for (const args of ['users.csv --dry-run --write', '', 'users.csv --from-synapse', 'users.csv --locked'])
    assert.equal((await run(`accounts import ${args}`.trim())).code, 2, args);
  assert.match((await run('accounts import --from-synapse')).stderr, /No homeserver is configured/);
});

test('at a terminal it is seen how far an import is, and in a pipe nothing of it', needsTerminal(), async (t) => {
  const { cwd, run, write } = await installation(t);
  const rows = Array.from({ length: 150 }, (_, at) => `user${at}`);
  await write('users.csv', `localpart\n${rows.join('\n')}\n`);
  const { code, screen } = await typeAt(['accounts', 'import', 'users.csv'], cwd, []);
  assert.equal(code, 0, screen);
  assert.match(screen, /Looking: 150 of 150/);
  const { stderr } = await run('accounts import users.csv');
  assert.ok(!stderr.includes('Looking'));
});
