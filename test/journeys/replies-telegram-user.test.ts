import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { startTelegramMtproto, type TelegramMtproto } from '../support/peers/telegram-mtproto.ts';
import { type House, openHouse } from './support/house.ts';

const PATIENCE = 60_000;
const [OWN, GRACE] = [100, 200];

describe('people who write to a Telegram user account are heard', needs('synapse'), () => {
  let house: House;
  let telegram: TelegramMtproto;
  let room: string;

  const start = () => house.porter.start({ wait: 'ready', env: telegram.childEnvironment() });
  const said = async (text: string) =>
    house.ada.waitFor(room, ({ content }) => String(content.body).includes(text), PATIENCE);
  const bodies = async () => (await house.ada.messages(room)).map(({ content }) => String(content.body));

  before(async () => {
    telegram = await startTelegramMtproto();
    telegram.addUser({ id: OWN, username: 'relay' });
    telegram.addUser({ id: GRACE, username: 'grace_h' });
    house = await openHouse();
    const { ada, synapse, porter } = house;
    room = await ada.createRoom();
    await porter.stop();
    await porter.configure({
      channels: { telegram: { apiid: telegram.apiId, apihash: telegram.apiHash, session: telegram.mintSession(OWN) } },
      notifications: {
        targets: { ops: { to: ['telegram:@grace_h'], replies: room } },
        invitedBy: [ada.userId],
      },
    });
    await start();
    await ada.invite(room, synapse.userId('porter'));
    // What was written before is not heard: the chat has been looked at once.
    await eventually(() => telegram.calls.some(({ method }) => method === 'messages.GetHistory'), {
      timeoutMs: PATIENCE,
    });
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    await telegram?.[Symbol.asyncDispose]();
  });

  test('N1: what she writes appears once, also after Porter was killed, and a reply goes back to her', async () => {
    telegram.write({ to: OWN, from: GRACE, text: 'On my way' });
    const remark = await said('On my way');
    await house.ada.reply(room, remark.event_id, 'Thank you');
    await eventually(() => telegram.sent.some(({ to, text }) => to === GRACE && text.includes('Thank you')), {
      timeoutMs: PATIENCE,
    });
    await house.porter.kill();
    telegram.write({ to: OWN, from: GRACE, text: 'Are you there?', silent: true });
    await start();
    await said('Are you there?');
    telegram.write({ to: OWN, from: GRACE, text: 'The last word' });
    await said('The last word');
    const all = await bodies();
    for (const text of ['On my way', 'Are you there?', 'The last word']) {
      assert.equal(all.filter((body) => body === text).length, 1, text);
    }
    assert.ok(!all.some((body) => body.startsWith('[ada]')), 'what Porter wrote there is not heard');
  });
});
