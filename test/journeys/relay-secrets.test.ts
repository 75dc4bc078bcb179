import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { request } from 'undici';
import { ask } from '../support/ask.ts';
import { canary, filesIn, holdsNone } from '../support/canaries.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startMail } from '../support/mail.ts';
import { startDiscord } from '../support/peers/discord.ts';
import { startTelegramBotApi, type TelegramBotApi } from '../support/peers/telegram-bot-api.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';

const LOGIN = { user: 'porter', password: canary('mail-password') };
const GROUP = -100_123;

describe('secrets of channels and senders, while every channel but one refuses them or is away', () => {
  const opened = new AsyncDisposableStack();
  const secrets = new Map([
    ['the password of the mail server', 'canary-mail-password-that-is-wrong'],
    ['the token of Discord', canary('discord')],
    ['the webhook of Discord', canary('webhook')],
    ['the password on XMPP', canary('xmpp')],
    ['the token of the Matrix account', canary('matrix')],
    ['the token of a sender', canary('sender')],
    ['the secret topic of a sender', canary('topic')],
    ['a token that nobody has', canary('nobody')],
  ]);
  const of = (what: string): string => secrets.get(what) ?? assert.fail(what);
  let telegram: TelegramBotApi;
  let porter: PorterProcess;
  let port: number;
  /** What the doors answered. */
  const answers: string[] = [];

  before(async () => {
    const mail = opened.use(await startMail({ login: LOGIN }));
    telegram = opened.use(await startTelegramBotApi());
    telegram.addGroup(GROUP);
    const discord = opened.use(await startDiscord());
    discord.addChannel('70');
    secrets.set('the token of Telegram', telegram.token);
    port = await freePort();
    const away = await freePort();
    const hook = `https://discord.com/api/webhooks/90/${of('the webhook of Discord')}`;
    porter = opened.use(
      await startPorter({
        config: {
          logging: { level: 'debug' },
          storage: { sqlite: 'kept/porter.db' },
          mail: {
            ...{ from: 'porter@porter.test', smtp: mail.url, user: LOGIN.user },
            password: of('the password of the mail server'),
          },
          channels: {
            telegram: { botToken: telegram.token, url: telegram.url },
            discord: { token: of('the token of Discord'), webhooks: { ops: hook }, api: discord.api },
            xmpp: {
              ...{ service: `xmpp://127.0.0.1:${away}`, domain: 'porter.test' },
              credentials: { username: 'porter', password: of('the password on XMPP') },
            },
            matrix: { url: `http://127.0.0.1:${away}`, token: of('the token of the Matrix account') },
          },
          notifications: {
            targets: {
              ops: [
                ...[`telegram:${GROUP}`, 'discord:channel:70', 'discord:webhook:ops', 'xmpp:ops@porter.test'],
                ...['matrix:!ops:porter.test', 'email:ops@example.org'],
              ],
            },
          },
          intake: {
            listen: `127.0.0.1:${port}`,
            senders: {
              nas: { token: of('the token of a sender'), topic: of('the secret topic of a sender'), to: ['ops'] },
            },
          },
        },
      }),
    );
  });
  after(() => opened.disposeAsync());

  /** Tells the doors of one thing by every way in which a token can be given. */
  async function post(token: string, topic: string): Promise<void> {
    const bearer = { authorization: `Bearer ${token}` };
    const json = { ...bearer, 'content-type': 'application/json' };
    const auth = Buffer.from(`Bearer ${token}`).toString('base64url');
    for (const [path, headers, body] of [
      ['/v1/notifications', json, '{"title":"native"}'],
      ['/v1/notifications', json, '{"title":'],
      [`/ops?auth=${auth}`, {}, 'ntfy'],
      [`/${topic}`, {}, 'topic'],
      [`/message?token=${token}`, { 'content-type': 'application/json' }, '{"message":"gotify"}'],
      [`/slack/${token}`, { 'content-type': 'application/json' }, '{"text":"slack"}'],
      [`/notify/${token}`, { 'content-type': 'application/json' }, '{"body":"apprise"}'],
      ['/alertmanager', json, '{}'],
      [`/nowhere/at/all/${token}`, {}, ''],
    ] as const) {
      const { body: answer } = await ask(port, path, { method: 'POST', headers, body });
      answers.push(answer);
    }
  }

  test('notifications come by every door, with the right tokens and wrong ones, and all channels but one fail', async () => {
    await post(of('the token of a sender'), of('the secret topic of a sender'));
    await post(of('a token that nobody has'), of('a token that nobody has'));
    await eventually(
      () =>
        ['native', 'ntfy', 'topic', 'gotify', 'slack', 'apprise'].every((said) =>
          telegram.sent.some(({ text }) => text.includes(said)),
        ),
      {
        timeoutMs: 60_000,
        what: 'what each door took',
      },
    );
    for (const place of ['discord', 'xmpp', 'matrix', 'email']) {
      await eventually(async () => (await porter.output()).includes(`"place":"${place}"`), {
        timeoutMs: 60_000,
        what: `${place} to fail`,
      });
    }
  });

  test('L1, L3: neither log, database, responses nor commands hold one of them', async () => {
    // ntfy repeats the topic to whoever wrote there.
    const others = new Map([...secrets].filter(([what]) => what !== 'the secret topic of a sender'));
    for (const answer of answers) holdsNone(answer, others, 'a response');
    const said: [string, string][] = [['the log', await porter.output()]];
    const { stdout: list } = await porter.run('outbox', 'list', '--json');
    const [job] = (JSON.parse(list) as { readonly jobs: readonly { readonly id: string }[] }).jobs;
    assert.ok(job, list);
    for (const command of ['check', 'outbox list', `outbox show ${job.id}`, 'send --to ops again']) {
      const { stdout, stderr } = await porter.run(...command.split(' '));
      said.push([`what porter ${command} says`, stdout + stderr]);
    }
    for (const page of ['metrics', 'readyz']) {
      const { body } = await request(`${porter.operations}/${page}`, { reset: true });
      said.push([`/${page}`, await body.text()]);
    }
    for (const [where, text] of said) holdsNone(text, secrets, where);
    const files = await filesIn(`${porter.dir}/kept`);
    assert.ok(files.length > 0);
    for (const file of files) holdsNone(await readFile(file), secrets, file);
  });
});
