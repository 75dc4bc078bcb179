import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ask } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startMail, type TestMail } from '../support/mail.ts';
import { startTelegramBotApi, type TelegramBotApi } from '../support/peers/telegram-bot-api.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';
import { readiness } from './support/unfinished.ts';

const GROUP = -100_123;
const BROKEN = '7000001:canary-telegram-0123456789abcdef01234567';
const PATIENCE = 90_000;
const tokenOf = (sender: string): string => `canary-token-of-${sender}-0123456789abcdef`;

/** Everything of the file that a test changes. */
const routes = [{ origin: 'router1', account: 'router1' }];

describe('what comes from one machine goes by an account of its own', () => {
  let usual: TelegramBotApi;
  let own: TelegramBotApi;
  let mail: TestMail;
  let porter: PorterProcess;
  let port = 0;

  const plain = () => ({ bottoken: { file: 'usual.token' }, url: usual.url });
  const ofRouter = () => ({ bottoken: { file: 'router1.token' }, url: own.url });
  const keep = (file: string, secret: string) => writeFile(path.join(porter.dir, file), `${secret}\n`, { mode: 0o600 });
  const restart = async () => {
    await porter.stop();
    await porter.start();
  };
  /** Resolves with the id. */
  async function post(sender: string, title: string, more: object = {}): Promise<string> {
    const headers = { authorization: `Bearer ${tokenOf(sender)}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ title, ...more });
    const answer = await ask(port, '/v1/notifications', { method: 'POST', headers, body });
    assert.equal(answer.status, 202, answer.body);
    return (JSON.parse(answer.body) as { readonly id: string }).id;
  }
  const shown = (by: TelegramBotApi) => by.sent.map(({ text }) => text);
  const arrives = (by: TelegramBotApi, text: string) =>
    eventually(() => shown(by).includes(text), { timeoutMs: PATIENCE, what: text });
  const reasons = async () => (await readiness(porter)).reasons.join('\n');
  const metrics = async () => (await fetch(`${porter.operations}/metrics`)).text();

  before(async () => {
    [usual, own] = [await startTelegramBotApi('usual_bot'), await startTelegramBotApi('router1_bot')];
    for (const each of [usual, own]) each.addGroup(GROUP);
    mail = await startMail();
    port = await freePort();
    porter = await startPorter({
      config: {
        mail: { from: 'porter@porter.test', smtp: mail.url },
        channels: {
          telegram: plain(),
          'telegram@router1': ofRouter(),
          'email@router1': { from: 'router1@porter.test' },
        },
        notifications: { targets: { ops: [`telegram:${GROUP}`, 'email:ops@example.org'] }, routes },
        intake: {
          listen: `127.0.0.1:${port}`,
          senders: {
            router1: { token: tokenOf('router1'), to: ['ops'] },
            nas: { token: tokenOf('nas'), to: ['ops'] },
          },
        },
      },
      start: false,
    });
    await keep('usual.token', usual.token);
    await keep('router1.token', own.token);
    await porter.start();
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await mail?.[Symbol.asyncDispose]();
    for (const each of [usual, own]) await each?.[Symbol.asyncDispose]();
  });

  test('each origin by its account, over every channel that has one, once', async () => {
    await porter.waitForLog(({ msg }) => msg === 'telegram: connected as @usual_bot (bot)');
    await porter.waitForLog(({ msg }) => msg === 'telegram@router1: connected as @router1_bot (bot)');
    await post('router1', 'Link down');
    await post('nas', 'Disk full');
    await arrives(own, '[router1] Link down');
    await arrives(usual, '[nas] Disk full');
    assert.deepEqual([shown(own).length, shown(usual).length], [1, 1]);
    const [first, second] = [
      await mail.waitForLetter(({ subject }) => subject === '[router1] Link down'),
      await mail.waitForLetter(({ subject }) => subject === '[nas] Disk full'),
    ];
    assert.deepEqual([first.from, second.from], ['router1@porter.test', 'porter@porter.test']);

    const { stdout } = await porter.run('outbox', 'list', '--target', 'ops', '--json');
    const { jobs } = JSON.parse(stdout) as {
      readonly jobs: readonly { readonly destination: string; readonly targets: readonly string[] }[];
    };
    assert.deepEqual(jobs.map(({ destination, targets }) => [destination.split(':')[0], targets]).sort(), [
      ...[
        ['email', ['ops']],
        ['email@router1', ['ops']],
        ['telegram', ['ops']],
        ['telegram@router1', ['ops']],
      ],
    ]);
    const measured = await metrics();
    for (const channel of ['telegram', 'telegram@router1', 'email@router1']) {
      const counted = `porter_notifications_attempts_total{channel="${channel}",result="delivered"} 1`;
      assert.ok(measured.includes(counted), counted);
    }
  });

  test('a person names an account as well: in the address of a message, and in a test', async () => {
    const sent = await porter.run('send', '--to', `telegram@router1:${GROUP}`, 'By hand', '--wait');
    assert.deepEqual([sent.code, sent.stderr], [0, '']);
    assert.match(sent.stdout, /^✓ telegram@router1 {2}/);
    assert.ok(shown(own).includes('[command] By hand'));
    const tested = await porter.run('send', '--test', '--to', `telegram@router1:${GROUP}`);
    assert.match(tested.stdout, /^✓ telegram@router1:-100123 {2}telegram@router1:-100123 {2}\d/);
    const unknown = await porter.run('send', '--to', `telegram@nobody:${GROUP}`, 'x');
    assert.deepEqual([unknown.code, /needs channels\.telegram@nobody/.test(unknown.stderr)], [2, true]);
  });

  test('a token that is refused stops that account alone, and the remedy names its own setting', async () => {
    own.revokeToken(BROKEN);
    const id = await post('router1', 'Waits');
    await post('nas', 'Goes');
    await arrives(usual, '[nas] Goes');
    const broken = await eventually(
      async () => {
        const said = await reasons();
        return said.includes('telegram@router1 does not work') ? said : undefined;
      },
      { timeoutMs: PATIENCE, what: 'the account stopped' },
    );
    assert.match(broken, /channels\.telegram@router1\.botToken or its file.*\(telegram\.token-refused\)/);
    assert.doesNotMatch(broken, /telegram does not work/);
    const measured = await metrics();
    assert.match(measured, /porter_notifications_channel_up\{channel="telegram"\} 1/);
    assert.match(measured, /porter_notifications_channel_up\{channel="telegram@router1"\} 0/);
    const listed = await porter.run('outbox', 'list', '--place', 'telegram@router1');
    assert.match(listed.stdout, /What is for telegram@router1 waits since/);

    const check = await porter.run('check', '--offline');
    assert.match(check.stdout, /telegram@router1 Its credentials can be read/);
    await keep('router1.token', BROKEN);
    await restart();
    await arrives(own, '[router1] Waits');
    const headers = { authorization: `Bearer ${tokenOf('router1')}` };
    assert.match((await ask(port, `/v1/notifications/${id}`, { headers })).body, /"channel":"telegram@router1"/);
  });

  test('an account that is gone keeps what waits for it, says how to go on, and sends it once it is back', async () => {
    await own.down();
    await post('router1', 'For later');
    await porter.stop();
    await porter.configure({ channels: { 'telegram@router1': undefined, 'email@router1': undefined } });
    const refused = await porter.run('check', '--offline');
    assert.match(
      refused.stdout + refused.stderr,
      /notifications\.routes\.0\.account +names router1, and no channel has such an account/,
    );

    await porter.configure({ notifications: { targets: { ops: [`telegram:${GROUP}`] }, routes: [] } });
    await porter.start();
    const said = await eventually(
      async () => {
        const why = await reasons();
        return why.includes('channel.off') ? why : undefined;
      },
      { timeoutMs: PATIENCE, what: 'the account said to be gone' },
    );
    assert.match(said, /porter outbox purge --target telegram@router1/);
    await post('nas', 'Meanwhile');
    await arrives(usual, '[nas] Meanwhile');
    const dry = await porter.run('outbox', 'purge', '--target', 'telegram@router1', '--dry-run');
    assert.match(dry.stdout, /1 notification to telegram@router1/);
    await own.up();
    await porter.configure({
      channels: { 'telegram@router1': ofRouter() },
      notifications: { targets: { ops: [`telegram:${GROUP}`] }, routes },
    });
    await restart();
    await eventually(() => shown(own).some((text) => text.startsWith('[router1] For later')), { timeoutMs: PATIENCE });
  });
});
