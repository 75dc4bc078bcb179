import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { INTENTS } from '../support/peers/discord/gateway.ts';
import { type Discord, startDiscord } from '../support/peers/discord.ts';
import { type House, openHouse } from './support/house.ts';

const ADA = '42000000000000000';
const BO = '43000000000000000';
const PATIENCE = 60_000;

describe('people on Discord are heard', needs('synapse'), () => {
  let house: House;
  let discord: Discord;
  let room: string;

  const said = async (text: string) =>
    house.ada.waitFor(room, ({ content }) => String(content.body).includes(text), PATIENCE);
  const nameOf = async (sender: string) => (await house.ada.state(room, 'm.room.member', sender))?.['displayname'];
  const bodies = async () => (await house.ada.messages(room)).map(({ content }) => String(content.body));
  const byPorter = (channelId: string) =>
    discord
      .messages(channelId)
      .filter(({ author }) => author.bot)
      .map(({ content }) => content);

  before(async () => {
    discord = await startDiscord();
    discord.addChannel('70');
    discord.addUser({ id: ADA, username: 'ada', global_name: 'Ada' });
    discord.addUser({ id: BO, username: 'bo' });
    discord.addGuild('7', [ADA, BO]);
    house = await openHouse();
    const { ada, synapse, porter } = house;
    room = await ada.createRoom();
    await porter.stop();
    await porter.configure({
      channels: {
        discord: {
          ...{ token: { file: 'discord.token' }, api: discord.api },
          webhooks: { ops: discord.addWebhook('90', 'canary-webhook', '70') },
        },
      },
      notifications: {
        targets: {
          ops: { to: ['discord:channel:70', 'discord:ada', 'discord:webhook:ops'], replies: room },
          deaf: ['discord:bo'],
        },
        invitedBy: [ada.userId],
      },
    });
    await writeFile(path.join(porter.dir, 'discord.token'), discord.token, { mode: 0o600 });
    await porter.start({ wait: 'ready' });
    await eventually(() => discord.gateway.connected === 1, { timeoutMs: PATIENCE });
    await ada.invite(room, synapse.userId('porter'));
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    await discord?.[Symbol.asyncDispose]();
  });

  test('what a person writes to the bot appears by a user of its own, inert, and a reply goes back to that person alone', async () => {
    const direct = discord.directChannel(ADA).id;
    discord.writes(BO, discord.directChannel(BO).id, 'unheard');
    discord.writes(ADA, direct, 'On my way <b>now</b> @room');
    const remark = await said('On my way');
    assert.match(remark.sender, /^@porter_discord_[0-9a-f]{32}:porter\.test$/);
    assert.deepEqual(
      [remark.content.body, remark.content.formatted_body, remark.content['m.mentions']],
      ['On my way <b>now</b> @room', undefined, {}],
    );
    assert.equal(await nameOf(remark.sender), 'Ada (Discord)');
    await house.ada.reply(room, remark.event_id, 'Thank you');
    await eventually(() => byPorter(direct).length === 1, { timeoutMs: PATIENCE });
    assert.deepEqual([byPorter(direct), byPorter('70')], [['**\\[ada]**\nThank you'], []]);
  });

  test('what is said in a channel appears, a reply goes back there, and neither Porter nor programs are heard', async () => {
    discord.writes(BO, '70', '!ban everybody');
    discord.writes(BO, '70', 'from a webhook', { webhook_id: '90' });
    discord.writes(BO, '70', '', { attachments: [{ filename: 'disk.png' }] });
    const remark = await said('(disk.png)');
    assert.equal(await nameOf(remark.sender), 'bo (Discord)');
    await house.ada.reply(room, remark.event_id, 'Nice picture');
    await eventually(() => byPorter('70').some((text) => text.includes('Nice picture')), { timeoutMs: PATIENCE });
    discord.writes(ADA, '70', 'The last word');
    await said('The last word');
    const all = await bodies();
    assert.equal(all.filter((body) => body.includes('Nice picture')).length, 1);
    assert.ok(!all.some((body) => /unheard|ban everybody|from a webhook/.test(body)));
  });

  test('what is written while Porter is away comes with its next start, once', async () => {
    assert.equal(await house.porter.stop(), 0);
    assert.equal(discord.gateway.connected, 0);
    discord.writes(ADA, '70', 'Are you there?');
    await house.porter.start({ wait: 'ready' });
    await said('Are you there?');
    await house.porter.stop();
    await house.porter.start({ wait: 'ready' });
    discord.writes(ADA, '70', 'And now?');
    await said('And now?');
    assert.equal((await bodies()).filter((body) => body === 'Are you there?').length, 1);
  });

  test('somebody who writes without an end is heard 20 times in a minute, and nobody else less for it', async () => {
    const before = (await bodies()).length;
    for (let time = 0; time < 60; time += 1) discord.writes(BO, '70', `again and again ${time}`);
    discord.writes(ADA, '70', 'Enough');
    await said('Enough');
    assert.ok((await bodies()).length - before <= 21);
    await house.porter.waitForLog(({ msg }) => msg.startsWith('somebody writes too much'), PATIENCE);
  });

  test('without the right to read, that is told with the next step; what is sent arrives all the same', async () => {
    discord.gateway.withheldIntents = INTENTS.messageContent;
    await house.porter.stop();
    await house.porter.start({ wait: 'ready' });
    const { msg } = await house.porter.waitForLog((line) => line.msg.startsWith('discord hears nobody'), PATIENCE);
    assert.match(msg, /what people write in channels\. Switch "Message Content Intent" on/);
    const sent = await house.porter.run('send', '--to', 'discord:channel:70', 'Disk full', '--wait');
    assert.equal(sent.code, 0, sent.stderr);
    assert.doesNotMatch(await house.porter.output(), /canary/);
  });
});
