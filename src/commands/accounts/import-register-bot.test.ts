import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { installation } from '../../../test/support/installation.ts';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { writeBotDatabase } from '../../../test/support/register-bot/database.ts';

const BCRYPT = `$2y$12$${'x'.repeat(53)}`;
const section = 'accounts: { store: local, serverName: example.org, argon2: { memoryMiB: 19, passes: 2 } }\n';

async function ownAccounts(t: TestContext) {
  const cwd = await mkdtemp(path.join(tmpdir(), 'porter-bot-'));
  t.after(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(path.join(cwd, 'config.yaml'), section);
  const run = (args: string) => runPorterCommand(args.split(' '), { cwd });
  await run('migrate');
  return { cwd, run, file: path.join(cwd, 'bot.sqlite') };
}

const logins = [
  { localpart: 'joerg', first: 'Jörg', last: 'O&#39;Brien', email: 'Joerg@Example.org', hash: BCRYPT },
  { localpart: 'anna', first: 'Anna', last: 'Müller', email: 'anna@example.org', hash: BCRYPT, active: 0 },
  { localpart: 'anton', first: 'Anton', last: 'Müller', email: 'anna@example.org', hash: BCRYPT },
  { localpart: '4711', first: 'Num', last: 'Ber', email: 'n@example.org', hash: BCRYPT },
  { localpart: 'joerg', first: 'Other', last: 'Man', email: 'other@example.org', hash: BCRYPT },
] as const;

test('the logins of matrix-register-bot are looked at first, then taken over, and a second time nothing happens', async (t) => {
  const { run, file } = await ownAccounts(t);
  writeBotDatabase(file, logins);
  const looked = await run('accounts import --from-register-bot bot.sqlite');
  assert.equal(looked.code, 1, looked.stderr);
  assert.match(looked.stdout, /^3 accounts would be made, 0 there already, 3 left out\.$/m);
  assert.match(looked.stdout, /^1 +register_bot +a bot/m);
  assert.match(looked.stdout, /^5 +- +localpart: no account here can be called so/m);
  assert.match(looked.stdout, /^6 +joerg +an earlier row has this name/m);
  assert.match(looked.stdout, /^1 account without a mail address.*\n.*\n4 +anton$/m);
  assert.deepEqual(JSON.parse((await run('accounts list --json')).stdout), []);

  const made = await run('accounts import --from-register-bot bot.sqlite --write');
  assert.match(made.stdout, /^3 accounts made, 0 there already, 3 left out\.$/m);
  assert.match(
    (await run('accounts import --from-register-bot bot.sqlite --write')).stdout,
    /^0 accounts made, 3 there already, 3 left out\.$/m,
  );
  const joerg = await run('accounts show joerg');
  assert.match(joerg.stdout, /^display name +Jörg O'Brien$/m);
  assert.match(joerg.stdout, /^mail +joerg@example\.org$/m);
  assert.match(joerg.stdout, /^password +set$/m);
  assert.match((await run('accounts show anna')).stdout, /^state +suspended$/m);
});

test('what is no database of the bot is refused in one sentence', async (t) => {
  const { run, cwd, file } = await ownAccounts(t);
  await writeFile(path.join(cwd, 'text.sqlite'), 'localpart\nlena\n'.repeat(100));
  new Sqlite(file).exec('create table users (name text)').close();
  for (const [name, sentence] of [
    ['gone.sqlite', /^gone\.sqlite does not exist\.$/],
    ['.', /is no file/],
    ['text.sqlite', /neither a SQLite database nor the config/],
    ['bot.sqlite', /no database of matrix-register-bot/],
    ['bot.sqlite --from-synapse', /Name a file, or say/],
  ] as const) {
    const { code, stderr, stdout } = await run(`accounts import --from-register-bot ${name}`);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    assert.match(stderr.trim(), sentence);
    assert.ok(!stderr.includes('lena'));
  }
});

test('where accounts live in Synapse the applications come alone, and where nobody applies either, nothing does', async (t) => {
  const { cwd, porter } = await installation(t);
  writeBotDatabase(path.join(cwd, 'bot.sqlite'), logins, [
    { username: 'zoe', state: 6, first: 'Zoë', last: 'O&#39;Brien', note: '&#34;Hi&#34;' },
    { username: 'anna', state: 7 },
    { username: 'lost', state: 8 },
  ]);
  const args = ['accounts', 'import', '--from-register-bot', 'bot.sqlite'];
  const looked = await porter(...args);
  assert.equal(looked.code, 1, looked.stderr);
  assert.match(looked.stdout, /^1 application would be made, 1 for the team to decide, 0 .*, 2 left out\.$/m);
  assert.match(looked.stdout, /^2 +anna +the bot made an account of this name$/m);
  assert.match(looked.stdout, /^3 +lost +accepted, but the letter with the password was never sent/m);
  assert.doesNotMatch(looked.stdout, /account would be made|accounts would/);
  const made = JSON.parse((await porter(...args, '--write', '--json')).stdout) as Record<string, unknown>;
  assert.deepEqual([made['written'], made['accounts']], [true, undefined]);
  const [zoe] = JSON.parse((await porter('applications', 'list', '--json')).stdout) as Record<string, unknown>[];
  assert.deepEqual([zoe?.['stage'], zoe?.['localpart']], ['waiting', 'zoe']);

  const meetings =
    'meetings: { url: "https://meet.example.org", domain: m, appId: a, secret: 0123456789abcdef0123456789abcdef, tcp: { inbound: "127.0.0.1:4114" } }';
  await writeFile(path.join(cwd, 'config.yaml'), `${meetings}\n`, { mode: 0o600 });
  const nothing = await porter(...args);
  assert.equal(nothing.code, 2);
  assert.match(nothing.stderr, /Nothing can be taken over/);
});
