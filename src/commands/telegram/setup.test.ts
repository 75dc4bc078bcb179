import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { emptyFolder } from '../../../test/support/installation.ts';
import { startTelegramBotApi } from '../../../test/support/peers/telegram-bot-api.ts';
import { startTelegramMtproto, type TelegramMtproto } from '../../../test/support/peers/telegram-mtproto.ts';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { accountAt } from '../../../test/support/telegram-account.ts';
import { openUser } from '../../channels/telegram/open-user.ts';
import { systemClock } from '../../kernel/clock.ts';
import { userOf } from '../../kernel/system-user.ts';

const PHONE = '31612345678';
const never = new AbortController().signal;

/** What a person types: the code once it has been sent, after the `wrong` ones. */
async function* typed(telegram: TelegramMtproto, wrong: readonly string[], after: readonly string[]) {
  yield `${telegram.apiId}\n${telegram.apiHash}\n+31 6 1234 5678\n`;
  const code = await eventually(() => telegram.codeFor(PHONE), { timeoutMs: 60_000 });
  for (const line of [...wrong, code, ...after]) yield `${line}\n`;
}

test('without a way both are explained and nothing is asked', async (t) => {
  const { code, stdout } = await runPorterCommand(['telegram', 'setup'], { cwd: await emptyFolder(t) });
  assert.equal(code, 0);
  assert.match(stdout, /porter telegram setup bot/);
  assert.match(stdout, /porter telegram setup user/);
});

test('a bot: its token is checked and written into a file that only its owner reads', async (t) => {
  const cwd = await emptyFolder(t);
  await using telegram = await startTelegramBotApi('house_bot');
  const args = ['telegram', 'setup', 'bot', '--url', telegram.url];
  const { code, stdout, stderr } = await runPorterCommand([...args, '--dir', '.'], {
    cwd,
    input: `${telegram.token}\n`,
  });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /BotFather.*connected as @house_bot \(bot\)/s);
  assert.equal(stdout, 'channels:\n  telegram:\n    botToken: { file: "telegram.token" }\n');
  const file = path.join(cwd, 'telegram.token');
  assert.equal(await readFile(file, 'utf8'), `${telegram.token}\n`);
  const { mode, uid } = await stat(file);
  assert.equal(mode & 0o777, 0o600);
  assert.ok(stderr.includes(`It belongs to ${userOf(uid)}`), stderr);

  const again = await runPorterCommand([...args, '--dir', '.'], { cwd, input: `${telegram.token}\n` });
  assert.deepEqual([again.code, /is there already/.test(again.stderr)], [2, true]);
  const further = await runPorterCommand([...args, '--dir', '.', '--account', 'alarm'], {
    ...{ cwd, input: `${telegram.token}\n` },
  });
  assert.equal(further.stdout, 'channels:\n  telegram@alarm:\n    botToken: { file: "telegram@alarm.token" }\n');
  const unnamed = await runPorterCommand([...args, '--account', 'No name'], { cwd, input: '' });
  assert.deepEqual([unnamed.code, /--account takes a name/.test(unnamed.stderr)], [2, true]);
  const printed = await runPorterCommand(args, { cwd, input: `${telegram.token}\n` });
  assert.equal(printed.stdout, `channels:\n  telegram:\n    botToken: "${telegram.token}"\n`);
});

test('a bot whose token is none, or not known, is told what to do', async (t) => {
  const cwd = await emptyFolder(t);
  await using telegram = await startTelegramBotApi();
  const args = ['telegram', 'setup', 'bot', '--url', telegram.url];
  const wrong = await runPorterCommand(args, { cwd, input: 'no token\n' });
  assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
  assert.match(wrong.stderr, /must be what @BotFather shows/);
  const unknown = await runPorterCommand(args, { cwd, input: '1:unknown\n' });
  assert.match(unknown.stderr, /does not know the bot's token.*\/mybots.*\(telegram\.token-refused\)/);
  const nothing = await runPorterCommand(args, { cwd, input: '' });
  assert.deepEqual([nothing.code, /Standard input ended before/.test(nothing.stderr)], [2, true]);
});

test('a user account: phone, code and password lead to a session with which Porter can send', async (t) => {
  const cwd = await emptyFolder(t);
  await using telegram = await startTelegramMtproto();
  telegram.addUser({ id: 100, username: 'relay', phone: PHONE, password: ' correct horse ' });
  const { code, stdout, stderr } = await runPorterCommand(['telegram', 'setup', 'user', '--dir', cwd], {
    ...{ cwd, env: telegram.childEnvironment() },
    input: typed(telegram, ['00000'], ['wrong horse', ' correct horse ']),
  });
  assert.equal(code, 0, stderr);
  assert.match(
    stderr,
    /my\.telegram\.org.*That is not the code\..*its hint: a hint.*not the password.*Signed in as @relay/s,
  );
  assert.match(
    stdout,
    /^channels:\n {2}telegram:\n {4}apiId: 4242\n {4}apiHash: \{ file: ".*" \}\n {4}session: \{ file: ".*" \}\n$/,
  );
  const file = path.join(cwd, 'telegram.session');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const session = (await readFile(file, 'utf8')).trim();
  for (const secret of [session, telegram.apiHash, 'correct horse']) {
    assert.ok(!`${stdout}${stderr}`.includes(secret), 'no secret is shown');
  }
  await using account = openUser(accountAt(telegram, routed(session, telegram.port)), systemClock);
  assert.equal(await account.connect(never), 'connected as @relay (user account)');
});

test('a sign-in that cannot succeed ends with the reason, and nothing is written', async (t) => {
  const cwd = await emptyFolder(t);
  await using telegram = await startTelegramMtproto();
  telegram.addUser({ id: 100, phone: PHONE });
  const run = (input: string | AsyncIterable<string>) =>
    runPorterCommand(['telegram', 'setup', 'user'], { cwd, env: telegram.childEnvironment(), input });
  const codes = await run(typed(telegram, ['00000', '00001', '00002'], []));
  assert.deepEqual([codes.code, codes.stdout], [2, '']);
  assert.match(codes.stderr, /That is not the code, three times\. Wait/);
  const app = await run(`4243\n${telegram.apiHash}\n+${PHONE}\n`);
  assert.match(app.stderr, /does not know this API id and hash.*my\.telegram\.org/);
  telegram.faults.add({
    when: ({ method }) => method === 'auth.SendCode',
    answer: { code: 400, message: 'PHONE_NUMBER_BANNED' },
  });
  assert.match((await run(`4242\n${telegram.apiHash}\n+${PHONE}\n`)).stderr, /Telegram has banned this number/);
});

test('a file that is there ends the set-up before anybody is asked', async (t) => {
  const cwd = await emptyFolder(t);
  await writeFile(path.join(cwd, 'telegram.session'), '');
  const { code, stderr } = await runPorterCommand(['telegram', 'setup', 'user', '--dir', '.'], { cwd, input: '1\n' });
  assert.deepEqual([code, /telegram\.session is there already/.test(stderr), /api_id/.test(stderr)], [2, true, false]);
  const nowhere = await runPorterCommand(['telegram', 'setup', 'bot', '--dir', './none'], { cwd, input: '1\n' });
  assert.deepEqual([nowhere.code, /there is no folder/.test(nowhere.stderr)], [2, true]);
});

/** The session with the stand-in's port: in the other process the network led there. */
function routed(session: string, port: number): string {
  const bytes = Buffer.from(session.slice(1), 'base64');
  const length = bytes.readInt16BE(1);
  const address = Buffer.from('127.0.0.1');
  const head = Buffer.alloc(3);
  head.writeUInt8(bytes.readUInt8(0));
  head.writeInt16BE(address.length, 1);
  const tail = Buffer.alloc(2);
  tail.writeInt16BE(port);
  return `1${Buffer.concat([head, address, tail, bytes.subarray(5 + length)]).toString('base64')}`;
}
