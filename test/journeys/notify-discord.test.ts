import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startMail, type TestMail } from '../support/mail.ts';
import { type Discord, startDiscord } from '../support/peers/discord.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';

const ADA = '42000000000000000';

describe('a Porter whose people are on Discord', () => {
  let mail: TestMail;
  let discord: Discord;
  let porter: PorterProcess;

  before(async () => {
    mail = await startMail();
    discord = await startDiscord();
    discord.addChannel('70');
    discord.addUser({ id: ADA, username: 'ada' });
    discord.addGuild('7', [ADA]);
    porter = await startPorter({
      config: {
        mail: { from: 'porter@porter.test', smtp: mail.url },
        channels: {
          discord: {
            ...{ token: { file: 'discord.token' }, serverurl: 'https://discord.gg/abc', api: discord.api },
            webhooks: { ops: { file: 'ops.webhook' } },
          },
        },
        notifications: {
          targets: { ops: ['discord:channel:70', 'discord:@Ada', 'discord:webhook:ops', 'email:ops@example.org'] },
        },
      },
      start: false,
    });
    const secret = (name: string, text: string) => writeFile(path.join(porter.dir, name), `${text}\n`, { mode: 0o600 });
    await secret('discord.token', discord.token);
    await secret('ops.webhook', discord.addWebhook('90', 'canary-webhook', '70'));
    await porter.start();
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await discord?.[Symbol.asyncDispose]();
    await mail?.[Symbol.asyncDispose]();
  });

  const direct = () => discord.messages(discord.directChannel(ADA).id).map(({ content }) => content);
  const searches = () => discord.calls.filter(({ path }) => path.endsWith('/search')).length;

  test('one notification reaches a channel, a person and a webhook', async () => {
    const sent = await porter.run('send', '--to', 'ops', 'Disk full', 'sda1 at 98 %', '--wait');
    assert.deepEqual([sent.code, sent.stderr], [0, '']);
    assert.equal(sent.stdout.match(/^✓ discord /gm)?.length, 3, sent.stdout);
    const text = '**\\[command] Disk full**\nsda1 at 98 %';
    assert.deepEqual(direct(), [text]);
    assert.deepEqual(
      discord.messages('70').map(({ content }) => content),
      [text, text],
    );
  });

  test('a person is found once, also for the next Porter on the same database', async () => {
    await porter.stop();
    await porter.start();
    const sent = await porter.run('send', '--to', 'discord:ada', 'Again', '--wait');
    assert.equal(sent.code, 0, sent.stderr);
    assert.equal(direct().length, 2);
    assert.equal(searches(), 1);
  });

  test('who must join a server first is refused with the link', async () => {
    const sent = await porter.run('send', '--to', 'discord:grace', 'Hello', '--wait');
    assert.equal(sent.code, 1);
    assert.match(sent.stdout, /^✗ discord {2}nobody with this user name .*https:\/\/discord\.gg\/abc/);
  });

  test('a token that Discord refuses keeps this channel back and no other', async () => {
    discord.revokeToken();
    const sent = await porter.run('send', '--to', 'discord:channel:70', 'Held back');
    assert.equal(sent.code, 0, sent.stderr);
    await porter.waitForLog(({ msg, place }) => place === 'discord' && msg.includes('wait until it works again'));
    const mailed = await porter.run('send', '--to', 'email:second@example.org', 'Still here', '--wait');
    assert.equal(mailed.code, 0, mailed.stderr);
    assert.doesNotMatch(await porter.output(), /canary/);
  });
});
