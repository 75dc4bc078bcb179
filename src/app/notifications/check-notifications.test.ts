import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INTENTS } from '../../../test/support/peers/discord/gateway.ts';
import { startDiscord } from '../../../test/support/peers/discord.ts';
import { startTelegramBotApi } from '../../../test/support/peers/telegram-bot-api.ts';
import { systemClock } from '../../kernel/clock.ts';
import { makeIds } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import { configFor } from '../config.ts';
import { parseConfig } from '../load-config.ts';
import { notifications } from '../parts/notifications.ts';
import { checkNotifications } from './check-notifications.ts';

/** What `check` says of a relay with these lines, as `level code sentence`. */
async function said(
  lines: string,
  { offline = true, targets = 'ops: ["telegram:42"]' } = {},
): Promise<readonly string[]> {
  const text = `notifications: { targets: { ${targets} } }\n${lines}\n`;
  const { config, problems } = parseConfig('/etc/porter/config.yaml', text, 0o600, { FULL: 'x:y' });
  assert.deepEqual(problems, []);
  const own = config && configFor(notifications, config);
  assert.ok(own);
  const runtime = { clock: systemClock, ids: makeIds(systemClock.now), log: silentLog };
  return (await checkNotifications(own, { runtime, offline })).map((line) =>
    line.level === 'fine' ? `fine ${line.part}` : `${line.level} ${line.code} ${line.sentence} ${line.remedy}`,
  );
}

test('a credential that cannot be had is told by check, not only by the channel once it runs', async () => {
  assert.deepEqual(await said('channels: { telegram: { botToken: { env: FULL } } }'), [
    'fine telegram',
    'fine notifications',
  ]);
  const [line = ''] = await said('channels: { telegram: { botToken: { file: no.token } } }');
  assert.match(
    line,
    /^bad channel\.credential Nothing leaves by this channel: its credential names \/etc\/porter\/no\.token/,
  );
  assert.match(line, /; then restart Porter\.$/);
});

test('a token of a sender that can be guessed is told', async () => {
  const senders = (token: string) =>
    said(`channels: { telegram: { botToken: t } }\nintake: { senders: { r: { token: ${token}, to: [ops] } } }`);
  assert.deepEqual(await senders('abc'), [
    'warn intake.weak-guard intake.senders.r.token has 3 bytes: it can be guessed. Make one with `openssl rand -hex 32`.',
    'fine telegram',
    'fine notifications',
  ]);
  assert.deepEqual(await senders('A23456789012345'), ['fine telegram', 'fine notifications']);
});

test('channels that may be connected twice are connected, and what people write there but Porter may not read is told', async () => {
  await using discord = await startDiscord();
  await using telegram = await startTelegramBotApi();
  const lines = (token: string, replies: string) =>
    said(
      `channels:
  telegram: { botToken: "${token}", url: "${telegram.url}" }
  discord: { token: "${discord.token}", api: "${discord.api}" }
  xmpp: { service: "xmpp://127.0.0.1:1", domain: x.example, credentials: { username: porter, password: p } }
${replies}`,
      { offline: false, targets: `ops: { to: ["telegram:42", "discord:channel:7"]${replies && `, replies: "!r:x"`} }` },
    );
  const [told, deaf] = ['fine notifications', 'fine replies'];
  assert.deepEqual(await lines(telegram.token, ''), ['fine telegram', 'fine discord', 'fine xmpp', told]);
  assert.deepEqual(
    discord.calls.map(({ path }) => path),
    ['/users/@me'],
  );
  const hears =
    'homeserver: { url: "http://127.0.0.1:1", serverName: x }\nappservice: { registration: r.yaml, listen: "127.0.0.1:8481" }';
  assert.deepEqual(await lines(telegram.token, hears), ['fine telegram', 'fine discord', 'fine xmpp', deaf, told]);
  discord.gateway.withheldIntents = INTENTS.messageContent;
  const [of, discordLine = '', ...rest] = await lines('1:wrong', hears);
  assert.match(of ?? '', /^bad telegram\.token-refused Telegram does not know the bot's token/);
  assert.match(
    discordLine,
    /^bad discord\.intent-refused Discord does not let the bot read .* Switch "Message Content Intent" on/,
  );
  assert.deepEqual(rest, ['fine xmpp', deaf, told]);
});
