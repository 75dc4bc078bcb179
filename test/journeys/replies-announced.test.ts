import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { startTelegramBotApi, type TelegramBotApi } from '../support/peers/telegram-bot-api.ts';
import { type Applicant, makeApplicant } from './support/applicant.ts';
import { type House, openHouse, PATIENCE } from './support/house.ts';

describe('somebody replies elsewhere to what told of an application', needs('synapse'), () => {
  let house: House;
  let telegram: TelegramBotApi;
  let replies: string;
  let lena: Applicant;

  const told = (text: string) =>
    eventually(() => telegram.sent.find((one) => one.text.includes(text)), { timeoutMs: PATIENCE, what: text });
  const said = (room: string, text: string) =>
    house.ada.waitFor(room, ({ content }) => content.body === text, PATIENCE);

  before(async () => {
    telegram = await startTelegramBotApi();
    telegram.addUser(42);
    house = await openHouse();
    const { ada, synapse, porter } = house;
    replies = await ada.createRoom();
    await porter.stop();
    await porter.configure({
      channels: { telegram: { botToken: { file: 'telegram.token' }, url: telegram.url } },
      notifications: {
        targets: { team: { to: ['telegram:42'], replies } },
        routes: [{ origin: 'registration', to: ['team'] }],
        invitedBy: [ada.userId],
      },
    });
    await writeFile(path.join(porter.dir, 'telegram.token'), telegram.token, { mode: 0o600 });
    await porter.start({ wait: 'ready' });
    await ada.invite(replies, synapse.userId('porter'));
    lena = makeApplicant(house, { username: 'lena' });
    await lena.applyAndProve();
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    await telegram?.[Symbol.asyncDispose]();
  });

  test('it appears below the notice, decides nothing, is mailed to nobody, and can be replied to', async () => {
    const { ada, room, mail } = house;
    const notice = await house.notice(lena.userId);
    const { messageId } = await told('lena would like to join');
    const letters = mail.lettersTo(lena.email).length;
    for (const text of ['✅', '!porter approve 1', 'I know her']) {
      telegram.updates.write({ chat: { id: 42 }, text, reply_to_message: { message_id: messageId } });
    }
    await said(replies, 'I know her');
    const remark = await said(room, 'I know her');
    const { 'm.relates_to': relation, msgtype } = remark.content;
    assert.deepEqual([relation?.rel_type, relation?.event_id, msgtype], ['m.thread', notice.event_id, 'm.text']);
    assert.match(remark.sender, /^@porter_telegram_/);

    await ada.reply(room, remark.event_id, 'From where?');
    await told('From where?');
    await ada.send(room, 'm.room.message', {
      ...{ msgtype: 'm.text', body: 'Among us in the team' },
      'm.relates_to': { rel_type: 'm.thread', event_id: notice.event_id },
    });
    telegram.updates.write({ chat: { id: 42 }, text: 'by the way' });
    await said(replies, 'by the way');
    const inRoom = (await ada.messages(room)).map(({ content }) => content.body);
    assert.ok(!inRoom.includes('by the way'), 'only a reply is shown there');
    await ada.reply(room, remark.event_id, 'Thank you');
    await told('Thank you');
    assert.ok(!telegram.sent.some(({ text }) => text.includes('Among us')));

    const shown = await house.porter.run('applications', 'show', '1', '--json');
    assert.match(shown.stdout, /"stage": *"waiting"/);
    assert.equal(mail.lettersTo(lena.email).length, letters);
  });
});
