import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { decodeJwt } from 'jose';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { userOf } from '../../kernel/system-user.ts';

const SECRET = 'canary-secret-0123456789abcdef-0123456789';
const section = `meetings:
  url: https://meet.example.org
  domain: meet.jitsi
  appId: porter
  secret: { file: jitsi.secret }
`;
const tcp = `  tcp: { inbound: "127.0.0.1:4114" }
`;
const site = `site:
  publicUrl: https://join.example.org
  listen: 127.0.0.1:0
secrets:
  key: { file: porter.key }
`;

/** The example of chat_admin_server, with an extra comma before every closing bracket. */
const oldFile = `{
  "jitsi": { "domain": "meet.jitsi", },
  "jwt": { "app_id": "skotos", "secret": "1234567890, }", },
  "inbound": { "host": "127.0.0.1", "port": 4114, },
  "outbound": {
    "host": "127.0.0.1",
    "port": 11091,
  },
}
`;

/** An installation with meetings only, and with a database. */
async function installation(t: TestContext, config: string) {
  const cwd = await emptyFolder(t);
  await writeFile(path.join(cwd, 'config.yaml'), config, { mode: 0o600 });
  await writeFile(path.join(cwd, 'jitsi.secret'), `${SECRET}\n`, { mode: 0o600 });
  await writeFile(path.join(cwd, 'porter.key'), `k1 ${Buffer.alloc(32, 7).toString('base64url')}\n`, { mode: 0o600 });
  const porter = (...args: readonly string[]) => runPorterCommand(args, { cwd });
  const migrated = await porter('migrate');
  assert.equal(migrated.code, 0, migrated.stderr);
  return { cwd, porter, meetings: (...args: readonly string[]) => porter('meetings', ...args) };
}

async function emptyFolder(t: TestContext): Promise<string> {
  const cwd = await mkdtemp(path.join(tmpdir(), 'porter-meetings-'));
  t.after(() => rm(cwd, { recursive: true, force: true }));
  return cwd;
}

test('a token by hand is printed alone, verified in words, and on the record without itself', async (t) => {
  const { cwd, meetings } = await installation(t, section + tcp);
  const made = await meetings('token', '--room', 'Lobby', '--name', 'Ada', '--for', '10m', '--moderator');
  assert.equal(made.code, 0, made.stderr);
  const token = made.stdout.trim();
  const { room, moderator, iat = 0, exp } = decodeJwt(token);
  assert.deepEqual([room, moderator, exp], ['lobby', true, iat + 600]);
  assert.ok(made.stderr.includes(`https://meet.example.org/lobby?jwt=${token}`));

  const verified = await meetings('verify', token);
  assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  assert.match(verified.stdout, /Ada/);
  const piped = await runPorterCommand(['meetings', 'verify', '-'], { cwd, input: `${token}\n` });
  assert.equal(piped.code, 0, piped.stdout + piped.stderr);
  assert.match(piped.stdout, /Ada/);
  for (const pasted of [
    [`https://meet.example.org/Lobby?jwt=${token}`],
    ['Bearer', `${token.slice(0, 30)}\n`, ` ${token.slice(30)}`],
  ]) {
    const { code, stdout } = await meetings('verify', ...pasted);
    assert.deepEqual([code, stdout], [0, verified.stdout], pasted.join(' '));
  }
  const astray = await meetings('verify', `https://meet.example.org/garden?jwt=${token}`);
  assert.equal(astray.code, 1);
  assert.match(astray.stdout, /^! The address leads to the room garden, and the token is for lobby\.$/m);
  const without = await meetings('verify', 'https://meet.example.org/lobby');
  assert.deepEqual([without.code, without.stdout.split(':')[0]], [1, '! This address holds no token']);
  const long = await runPorterCommand(['meetings', 'verify', '-'], { cwd, input: `${token}${','.repeat(60_000)}` });
  assert.deepEqual([long.code, long.stdout.split(',')[0]], [1, '! This is longer than 16384 characters']);
  const [head = '', payload = '', signature = ''] = token.split('.');
  const forged = await meetings('verify', `${head}.${payload}.${[...signature].reverse().join('')}`, '--json');
  assert.equal(forged.code, 1, forged.stdout);
  assert.equal((JSON.parse(forged.stdout) as { ok: boolean }).ok, false);

  const log = await meetings('log', '--json');
  const [entry] = JSON.parse(log.stdout) as { caller: string; room: string; jti: string }[];
  assert.deepEqual([entry?.caller, entry?.room, entry?.jti], ['command', 'lobby', decodeJwt(token).jti]);
  assert.ok(!log.stdout.includes(token));
  assert.match((await meetings('log')).stdout, /^at \(UTC\) .*\n.* command +lobby +Ada +yes /);
});

test('what is wrong with a request is told in the words of the command line, with 2', async (t) => {
  const { meetings } = await installation(t, section + tcp);
  const ada = ['--name', 'Ada', '--for', '10m'];
  for (const [args, sentence] of [
    [['token', '--room', 'a/b', ...ada], /^--room: must be /],
    [['token', '--room', 'lobby', '--name', ' ', '--for', '10m'], /^--name: must be /],
    [['token', '--room', 'lobby', '--name', 'Ada', '--for', 'long'], /^--for takes /],
    [['token', '--room', 'lobby'], /--name/],
    [['invite', '--room', 'lobby', '--until', 'soon'], /^--until takes /],
    [['invite', '--room', 'lobby', '--until', '2099-12-01T20:00'], /no section site|need pages/],
    [['log', '--limit', '0'], /^--limit takes /],
    [['token', '--room', 'https://other.example.org/lobby', ...ada], /^--room: must be a bare room name/],
    [['token', '--room', 'ü'.repeat(200), ...ada], /^--room: is too long for the address/],
  ] as const) {
    const { code, stderr } = await meetings(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, sentence);
  }
});

test('a guest’s link is made, listed and taken back', async (t) => {
  const { meetings } = await installation(t, section + site);
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const [day, time] = [inAMonth.slice(0, 10), inAMonth.slice(11, 16)];
  const until = ['--until', `${day}T${time}Z`];
  const made = await meetings('invite', '--room', 'lobby', '--name', 'Ada', '--uses', '5', ...until);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /^https:\/\/join\.example\.org\/meet\/\S+\n$/);
  const [, id = ''] = /meetings revoke (\S+)/.exec(made.stderr) ?? [];
  const secret = made.stdout.trim().split('/').at(-1) ?? '';

  const listed = await meetings('invitations', '--json');
  const [invitation] = JSON.parse(listed.stdout) as Record<string, unknown>[];
  const { state, uses, used, by } = invitation ?? {};
  assert.deepEqual([invitation?.['id'], state, uses, used, by], [id, 'open', 5, 0, 'command']);
  assert.ok(!listed.stdout.includes(secret));
  assert.match(
    (await meetings('invitations')).stdout,
    new RegExp(` open +lobby +Ada +no +${day} ${time}:00 +0 of 5 +command$`, 'm'),
  );

  const other = await meetings('invite', '--room', 'https://meet.example.org/Garden', ...until);
  const [link = ''] = other.stdout.split('\n');
  assert.equal((await meetings('revoke', `${link}x`)).code, 1);
  assert.equal((await meetings('revoke', `<${link}>`)).code, 0);
  assert.match((await meetings('invitations')).stdout, / revoked +garden /);
  assert.equal((await meetings('revoke', id)).code, 0);
  assert.match((await meetings('invitations')).stdout, / revoked +lobby /);
  assert.equal((await meetings('revoke', 'nothing')).code, 1);
  const past = await meetings('invite', '--room', 'lobby', '--until', '2001-12-01T20:00');
  assert.equal(past.code, 2);
  assert.match(past.stderr, /^--until: must be in the future/);
});

test('without pages no link is made, and the sentence says what to write', async (t) => {
  const { cwd, meetings } = await installation(t, section + tcp);
  const { code, stderr } = await meetings('invite', '--room', 'Lobby', '--until', '2099-12-01T20:00');
  assert.equal(code, 2);
  assert.match(
    stderr,
    /no section site\. Add to config\.yaml, and restart Porter:\n {2}site: \{ listen: .*\n {2}secrets: \{ key/,
  );
  assert.ok(stderr.trimEnd().endsWith(`porter init --only key --dir ${cwd}`), stderr);
});

test('an installation without meetings says so in one sentence, with 2', async (t) => {
  const cwd = await emptyFolder(t);
  const porter = (...args: readonly string[]) => runPorterCommand(args, { cwd });
  assert.equal((await porter('init', '--yes', '--dir', '.', '--server-name', 'porter.test')).code, 0);
  for (const args of [['invitations'], ['log', '--json'], ['verify', 'x']]) {
    const { code, stdout, stderr } = await porter('meetings', ...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stdout + stderr, /has no section meetings/);
  }
});

test('the old server’s configuration becomes a section that Porter takes, and its secret a file of its own', async (t) => {
  const cwd = await emptyFolder(t);
  const old = 'old.json';
  await writeFile(path.join(cwd, old), oldFile);
  const porter = (...args: readonly string[]) => runPorterCommand(args, { cwd, umask: 0 });
  const plain = await porter('meetings', 'import', old);
  assert.equal(plain.code, 0, plain.stderr);
  assert.match(plain.stdout, /https:\/\/CHANGE_ME/);
  assert.match(plain.stderr, /mode 600/);
  assert.ok(!`${plain.stdout}${plain.stderr}`.includes('1234567890'));

  const file = ['--url', 'https://meet.example.org', '--secret-file', 'jitsi.secret'];
  const made = await porter('meetings', 'import', old, ...file);
  assert.equal(made.code, 0, made.stderr);
  assert.equal((await stat(path.join(cwd, 'jitsi.secret'))).mode & 0o777, 0o600);
  assert.equal(await readFile(path.join(cwd, 'jitsi.secret'), 'utf8'), '1234567890, }\n');
  assert.match(made.stderr, /13 bytes.*openssl rand -hex 32/);
  await writeFile(path.join(cwd, 'config.yaml'), made.stdout, { mode: 0o600 });
  const token = await porter('migrate');
  assert.equal(token.code, 0, token.stderr);
  const printed = await porter('meetings', 'token', '--room', 'a', '--name', 'Ada', '--for', '10m');
  assert.equal(decodeJwt(printed.stdout.trim()).iss, 'skotos');

  const again = await porter('meetings', 'import', old, ...file);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /is there already/);
  assert.equal((await porter('meetings', 'import', 'nothing.json')).code, 2);
  const { section } = JSON.parse((await porter('meetings', 'import', old, '--json')).stdout) as {
    section: { meetings: { tcp: object } };
  };
  assert.deepEqual(section.meetings.tcp, { inbound: '127.0.0.1:4114', outbound: '127.0.0.1:11091' });
});

test('the section goes into a file of its own, never over one that is there, and nothing is half written', async (t) => {
  const cwd = await emptyFolder(t);
  await mkdir(path.join(cwd, 'porter'));
  const at = (name: string) => path.join(cwd, 'porter', name);
  await writeFile(path.join(cwd, 'old.json'), oldFile.replace('"host": "127.0.0.1", "port": 4114', '"port": 4114'));
  const porter = (...args: readonly string[]) => runPorterCommand(args, { cwd, umask: 0 });
  const url = ['--url', 'https://meet.example.org'];
  const files = ['--out', 'porter/config.yaml', '--secret-file', 'porter/jitsi.secret'];
  const made = await porter('meetings', 'import', 'old.json', ...url, ...files);
  assert.equal(made.code, 0, made.stderr);
  assert.equal(made.stdout, '');
  assert.match(made.stderr, /names no host for inbound.*another machine/);
  const { uid } = await stat(at('jitsi.secret'));
  assert.ok(made.stderr.includes(`- They belong to ${userOf(uid)}`), made.stderr);
  assert.equal((await stat(at('config.yaml'))).mode & 0o777, 0o640);
  assert.equal((await stat(at('jitsi.secret'))).mode & 0o777, 0o600);
  const written = await readFile(at('config.yaml'), 'utf8');
  assert.match(written, /file: jitsi\.secret$/m, 'the path counts from the folder of config.yaml');
  const migrated = await porter('migrate', '--config', at('config.yaml'));
  assert.equal(migrated.code, 0, migrated.stderr);

  await rm(at('jitsi.secret'));
  const again = await porter('meetings', 'import', 'old.json', ...url, ...files);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /config\.yaml is there already and was left alone/);
  await assert.rejects(stat(at('jitsi.secret')), 'neither of both is written');
  await writeFile(at('jitsi.secret'), 'mine');
  await rm(at('config.yaml'));
  assert.equal((await porter('meetings', 'import', 'old.json', ...url, ...files)).code, 2);
  await assert.rejects(stat(at('config.yaml')));
  assert.equal(await readFile(at('jitsi.secret'), 'utf8'), 'mine');

  const nowhere = await porter('meetings', 'import', 'old.json', '--out', 'nowhere/config.yaml');
  assert.match(nowhere.stderr, /nowhere does not exist/);
  await writeFile(path.join(cwd, 'bad.json'), '{"jitsi":{}}');
  const bad = await porter('meetings', 'import', 'bad.json', '--out', 'porter/config.yaml');
  assert.equal(bad.code, 2);
  assert.match(bad.stderr, /jitsi\.domain is missing; jwt\.app_id is missing; jwt\.secret is missing\.$/m);
  await assert.rejects(stat(at('config.yaml')));
});
