import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { startTelegramBotApi } from '../support/peers/telegram-bot-api.ts';
import { startTelegramMtproto } from '../support/peers/telegram-mtproto.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';

/** A Porter that has nothing but Telegram, stopped. @param files content by name, each readable by its owner alone */
async function porterWith(
  telegram: Readonly<Record<string, unknown>>,
  ops: string,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<PorterProcess> {
  const config = { channels: { telegram }, notifications: { targets: { ops: [ops] } } };
  const porter = await startPorter({ config, env, start: false });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(porter.dir, name), `${content}\n`, { mode: 0o600 });
  }
  return porter;
}

test('a notification reaches a topic of a Telegram group; a lost answer is one repeat that says so', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addGroup(-100123);
  await using porter = await porterWith(
    { bottoken: { file: 'telegram.token' }, url: telegram.url },
    'telegram:-100123/5',
    { 'telegram.token': telegram.token },
  );
  await porter.start();
  await porter.waitForLog(({ msg }) => msg === 'telegram: connected as @porter_bot (bot)');
  const sent = await porter.run('send', '--to', 'ops', 'Disk full', 'sda1 at 98 %', '--wait');
  assert.deepEqual([sent.code, sent.stderr], [0, '']);
  assert.match(sent.stdout, /^✓ telegram {2}/);
  assert.deepEqual(
    telegram.sent.map(({ text, topic }) => [text, topic]),
    [['[command] Disk full\nsda1 at 98 %', 5]],
  );

  telegram.faults.add({ when: ({ method }) => method === 'sendMessage', lose: 'answer' });
  assert.equal((await porter.run('send', '--to', 'ops', 'Twice', '--wait')).code, 0);
  const [, once, again, ...more] = telegram.sent.map(({ text }) => text);
  assert.equal(once, '[command] Twice');
  assert.match(again ?? '', /^\[command\] Twice\nmay be a repeat \(reference [0-9a-f]{8}\)$/);
  assert.deepEqual(more, []);
  assert.ok(!(await porter.output()).includes(telegram.token), 'the token is in no line of the log');
});

test('a token that Telegram does not know stops the channel alone; with the right one everything goes out', async () => {
  await using telegram = await startTelegramBotApi();
  telegram.addUser(42);
  await using porter = await porterWith({ bottoken: { file: 'telegram.token' }, url: telegram.url }, 'telegram:42', {
    'telegram.token': '7000001:canary-telegram-0123456789abcdef01234567',
  });
  await porter.start();
  const { msg } = await porter.waitForLog((line) => line.msg.startsWith('telegram does not work: '));
  assert.match(msg, /does not know the bot's token\. Ask @BotFather .*, and restart Porter\.$/);
  assert.equal((await porter.run('send', '--to', 'ops', 'Kept')).code, 0);
  const listed = await eventually(async () => {
    const { stdout } = await porter.run('outbox', 'list');
    return stdout.includes('token-refused') ? stdout : undefined;
  });
  assert.match(listed, /telegram/);
  assert.equal(telegram.sent.length, 0);
  await porter.stop();
  await writeFile(path.join(porter.dir, 'telegram.token'), telegram.token);
  await porter.start();
  await eventually(() => telegram.sent.some(({ text }) => text.includes('Kept')), { timeoutMs: 90_000 });
});

test('as a user account Porter reaches a person by name, over the real library', async () => {
  await using telegram = await startTelegramMtproto();
  telegram.addUser({ id: 100, username: 'relay' });
  telegram.addUser({ id: 200, username: 'grace_h' });
  const session = telegram.mintSession(100);
  await using porter = await porterWith(
    { apiid: telegram.apiId, apihash: telegram.apiHash, session: { file: 'telegram.session' } },
    'telegram:@grace_h',
    { 'telegram.session': session },
    telegram.childEnvironment(),
  );
  await porter.start();
  await porter.waitForLog(({ msg }) => msg === 'telegram: connected as @relay (user account)');
  const sent = await porter.run('send', '--to', 'ops', 'Disk full', '--wait');
  assert.deepEqual([sent.code, sent.stderr], [0, '']);
  assert.deepEqual(
    telegram.sent.map(({ to, text }) => [to, text]),
    [[200, '[command] Disk full']],
  );
  assert.equal(await porter.stop(), 0);
  assert.ok(!(await porter.output()).includes(session.slice(0, 60)));
});
