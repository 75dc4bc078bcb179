import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import type { MatrixUser } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { startTelegramBotApi, type TelegramBotApi } from '../support/peers/telegram-bot-api.ts';
import { type House, openHouse } from './support/house.ts';

const GROUP = -100_123;
const PATIENCE = 60_000;

describe('a target whose people are heard', needs('synapse'), () => {
  let house: House;
  let telegram: TelegramBotApi;
  let alarm: TelegramBotApi;
  let room: string;
  let side: string;

  const isRemark = (name: string) => (event: { sender: string; content: { body?: string } }) =>
    event.sender.startsWith(`@porter_${name}_`);
  const said = async (text: string, where = room) =>
    house.ada.waitFor(where, ({ content }) => String(content.body).includes(text), PATIENCE);
  /** Waits for it, because the homeserver brings a new name into rooms in its own time. */
  const called = (by: MatrixUser, where: string, user: string, name: string) =>
    eventually(async () => (await by.state(where, 'm.room.member', user))?.['displayname'] === name, {
      ...{ timeoutMs: PATIENCE, what: `the name ${name} in the room` },
    });
  const sentTo = (chat: number) => telegram.sent.filter(({ chatId }) => chatId === chat).map(({ text }) => text);

  before(async () => {
    telegram = await startTelegramBotApi();
    alarm = await startTelegramBotApi('alarm_bot');
    for (const each of [telegram, alarm]) each.addUser(42);
    telegram.addGroup(GROUP, { username: 'opsgroup' });
    house = await openHouse();
    const { ada, bo, synapse, porter } = house;
    [room, side] = [await ada.createRoom(), await ada.createRoom()];
    await porter.configure({
      channels: {
        telegram: { botToken: { file: 'telegram.token' }, url: telegram.url },
        'telegram@alarm': { botToken: { file: 'alarm.token' }, url: alarm.url },
      },
      notifications: {
        targets: {
          ops: { to: ['telegram:42', `telegram:@opsgroup`, `matrix:${side}`, `matrix:${bo.userId}`], replies: room },
          deaf: ['telegram:77'],
          alarms: { to: ['telegram@alarm:42'], replies: room },
        },
        invitedBy: [ada.userId],
      },
    });
    for (const [file, { token }] of [['telegram.token', telegram] as const, ['alarm.token', alarm] as const]) {
      await writeFile(path.join(porter.dir, file), token, { mode: 0o600 });
    }
    await porter.stop();
    await porter.start({ wait: 'ready' });
    for (const each of [room, side]) {
      await ada.invite(each, synapse.userId('porter'));
      await ada.waitFor(
        each,
        ({ state_key: who, content }) => who === synapse.userId('porter') && content.membership === 'join',
        PATIENCE,
      );
    }
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    for (const each of [telegram, alarm]) await each?.[Symbol.asyncDispose]();
  });

  test('what a person writes to the bot appears in the room as a user of its own, and a reply goes back', async () => {
    telegram.updates.write({ chat: { id: 42 }, text: 'I look into it <b>now</b>' });
    const remark = await said('I look into it');
    assert.match(remark.sender, /^@porter_telegram_[0-9a-f]{32}:porter\.test$/);
    assert.deepEqual(
      [remark.content.body, remark.content.formatted_body, remark.content.msgtype, remark.content['m.mentions']],
      ['I look into it <b>now</b>', undefined, 'm.text', {}],
    );
    const member = await house.ada.state(room, 'm.room.member', remark.sender);
    assert.deepEqual([member?.['displayname'], member?.membership], ['Ada (Telegram)', 'join']);

    await house.ada.reply(room, remark.event_id, 'Thank you');
    await eventually(() => sentTo(42).length === 1, { timeoutMs: PATIENCE });
    assert.deepEqual(sentTo(42), ['[ada]\nThank you']);
    await house.ada.send(room, 'm.room.message', {
      ...{ msgtype: 'm.text', body: 'One more thing' },
      'm.relates_to': { rel_type: 'm.thread', event_id: remark.event_id },
    });
    await eventually(() => sentTo(42).length === 2, { timeoutMs: PATIENCE });
    assert.equal(sentTo(42)[1], '[ada]\nOne more thing');
    await eventually(() => telegram.updates.waiting.length === 0, { what: 'the update confirmed' });
  });

  test('a further account hears who writes to it; the person is the same to the room, and the reply goes by that account', async () => {
    const usual = sentTo(42).length;
    telegram.updates.write({ chat: { id: 42 }, text: 'to the usual one' });
    alarm.updates.write({ chat: { id: 42 }, text: 'to the alarm' });
    const [remark, other] = [await said('to the alarm'), await said('to the usual one')];
    assert.equal(remark.sender, other.sender);
    await house.ada.reply(room, remark.event_id, 'Heard');
    await eventually(() => alarm.sent.length === 1, { timeoutMs: PATIENCE });
    assert.deepEqual([alarm.sent.map(({ text }) => text), sentTo(42).length], [['[ada]\nHeard'], usual]);
  });

  test('a group is heard by its name, a chat of no such target is not, and neither are bots', async () => {
    const group = { id: GROUP, title: 'Ops', username: 'OpsGroup' };
    telegram.updates.write({ chat: { id: 77 }, text: 'unheard', from: { id: 77, is_bot: false, first_name: 'Eve' } });
    telegram.updates.write({ chat: group, text: 'from a bot', from: { id: 5, is_bot: true, first_name: 'Robot' } });
    telegram.updates.write({
      chat: group,
      from: { id: 43, is_bot: false, first_name: 'Bo' },
      photo: [{ file_id: 'x' }],
    });
    const remark = await said('(something that is not text)');
    const member = await house.ada.state(room, 'm.room.member', remark.sender);
    assert.equal(member?.['displayname'], 'Bo (Telegram)');
    const bodies = (await house.ada.messages(room)).map(({ content }) => String(content.body));
    assert.ok(!bodies.some((body) => /unheard|from a bot/.test(body)));
    await house.ada.reply(room, remark.event_id, 'Nice picture');
    await eventually(() => sentTo(GROUP).some((text) => text.includes('Nice picture')), { timeoutMs: PATIENCE });
  });

  test('what is said in a Matrix room of the target appears too, a reply goes back there, and nothing goes round', async () => {
    await house.bo.join(side).catch(async () => {
      await house.ada.invite(side, house.bo.userId);
      await house.bo.join(side);
    });
    await house.bo.sendText(side, 'From the side room');
    const remark = await said('From the side room');
    assert.ok(isRemark('matrix')(remark));
    await house.ada.reply(room, remark.event_id, 'Heard in the main room');
    const back = await said('Heard in the main room', side);
    assert.equal(back.sender, house.synapse.userId('porter'));
    await house.bo.sendText(side, '!ban everybody');
    await house.bo.sendText(side, 'The last word');
    await said('The last word');
    const bodies = (await house.ada.messages(room)).map(({ content }) => String(content.body));
    assert.equal(bodies.filter((body) => body.includes('From the side room')).length, 1);
    assert.ok(!bodies.some((body) => body.includes('!ban')));
  });

  test('what a person of the target writes in the direct chat with Porter appears by the name there, and a reply goes back into it', async () => {
    const { bo, porter, synapse } = house;
    const sent = await porter.run('send', '--to', `matrix:${bo.userId}`, 'Are you there?');
    assert.equal(sent.code, 0, sent.stderr);
    const chat = await eventually(async () => Object.keys(await bo.invitations())[0], {
      ...{ timeoutMs: PATIENCE, what: 'an invitation' },
    });
    await bo.join(chat);
    await bo.call('PUT', `/_matrix/client/v3/profile/${encodeURIComponent(bo.userId)}/displayname`, {
      displayname: 'Bo B.',
    });
    await called(bo, chat, bo.userId, 'Bo B.');
    await bo.sendText(chat, 'I am here');
    const remark = await said('I am here');
    assert.ok(isRemark('matrix')(remark));
    await called(house.ada, room, remark.sender, 'Bo B. (Matrix)');
    await house.ada.reply(room, remark.event_id, 'Good');
    const inChat = (text: string) => bo.waitFor(chat, ({ content }) => String(content.body).includes(text), PATIENCE);
    assert.equal((await inChat('Good')).sender, synapse.userId('porter'));
    // What Porter knows of its direct chats is not lost with it.
    await porter.stop();
    await porter.start({ wait: 'ready' });
    await bo.sendText(chat, 'And still here');
    await said('And still here');
    const other = await bo.createRoom({ invite: [synapse.userId('porter')] });
    await bo.sendText(other, 'not said to Porter');
    await bo.sendText(chat, 'The end');
    await said('The end');
    const bodies = (await house.ada.messages(room)).map(({ content }) => String(content.body));
    assert.ok(!bodies.some((body) => /not said to Porter|Are you there/.test(body)));
  });

  test('who takes another name there has it here as well; a ghost that was put out is spoken for', async () => {
    const from = { id: 42, is_bot: false, first_name: 'Ada', last_name: 'L.' };
    telegram.updates.write({ chat: { id: 42 }, from, text: 'with a new name' });
    const remark = await said('with a new name');
    await called(house.ada, room, remark.sender, 'Ada L. (Telegram)');
    await house.ada.kick(room, remark.sender);
    telegram.updates.write({ chat: { id: 42 }, from, text: 'though put out' });
    const spoken = await said('though put out');
    assert.deepEqual(
      [spoken.sender, spoken.content.body],
      [house.synapse.userId('porter'), 'Ada L. (Telegram): though put out'],
    );
    await house.ada.reply(room, spoken.event_id, 'Still answered');
    await eventually(() => sentTo(42).some((text) => text.includes('Still answered')), { timeoutMs: PATIENCE });
  });

  test('where another program has a webhook on the bot, that is told with the next step', async () => {
    telegram.updates.webhook = true;
    await house.porter.stop();
    await house.porter.start({ wait: 'ready' });
    const { msg } = await house.porter.waitForLog((line) => line.msg.startsWith('telegram hears nobody'), PATIENCE);
    assert.match(msg, /goes to another program\. Give Porter a bot of its own, or take the webhook off this one/);
  });
});
