import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { openPerson, type XmppPerson } from '../support/xmpp/person.ts';
import { startProsodyForClients } from '../support/xmpp/prosody.ts';
import { DOMAIN, type XmppServer } from '../support/xmpp/server.ts';
import { type House, openHouse } from './support/house.ts';

const PASSWORD = 'canary-xmpp-0123456789abcdef0123';
const PATIENCE = 60_000;

describe('people on XMPP are heard', needs('synapse', 'prosody'), () => {
  let house: House;
  let server: XmppServer;
  let grace: XmppPerson;
  let chat: string;
  let room: string;

  const said = async (text: string) =>
    house.ada.waitFor(room, ({ content }) => String(content.body).includes(text), PATIENCE);
  const nameOf = async (sender: string) => (await house.ada.state(room, 'm.room.member', sender))?.['displayname'];
  const heardBy = (type: string) => grace.received.filter((one) => one.type === type).map(({ body }) => body);

  before(async () => {
    server = await startProsodyForClients();
    await server.addAccount('porter', PASSWORD);
    await server.addAccount('alarm', PASSWORD);
    grace = await openPerson(server, 'grace');
    chat = await grace.makeRoom('team');
    house = await openHouse();
    const { ada, synapse, porter } = house;
    room = await ada.createRoom();
    await porter.stop();
    await porter.configure({
      channels: {
        xmpp: {
          ...{ service: `xmpp://127.0.0.1:${server.port}`, domain: DOMAIN },
          credentials: { username: 'porter', password: PASSWORD },
        },
        'xmpp@alarm': { credentials: { username: 'alarm', password: PASSWORD } },
      },
      notifications: {
        targets: {
          ops: { to: [`xmpp:${grace.jid}`, `xmpp:muc:${chat}`], replies: room },
          alarm: [`xmpp@alarm:muc:${chat}`, `xmpp@alarm:porter@${DOMAIN}`],
        },
        invitedBy: [ada.userId],
      },
    });
    await porter.start({ wait: 'ready' });
    await ada.invite(room, synapse.userId('porter'));
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    await grace?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  test('what a person writes appears, and a reply goes back to that person alone', async () => {
    await grace.say(`porter@${DOMAIN}`, 'On my way');
    const remark = await said('On my way');
    assert.equal(await nameOf(remark.sender), `${grace.jid} (XMPP)`);
    await house.ada.reply(room, remark.event_id, 'Thank you');
    await eventually(() => heardBy('chat').length === 1, { timeoutMs: PATIENCE });
    assert.deepEqual([heardBy('chat'), heardBy('groupchat')], [['[ada]\nThank you'], []]);
  });

  test('what is said in a group chat appears by the name there, and Porter does not hear itself', async () => {
    await grace.say(chat, 'Who is on call?', 'groupchat');
    const remark = await said('Who is on call?');
    assert.equal(await nameOf(remark.sender), 'grace (XMPP)');
    await house.ada.reply(room, remark.event_id, 'Bo is');
    await eventually(() => heardBy('groupchat').includes('[ada]\nBo is'), { timeoutMs: PATIENCE });
    await grace.say(chat, 'Thanks, Bo', 'groupchat');
    await said('Thanks, Bo');
    const bodies = (await house.ada.messages(room)).map(({ content }) => String(content.body));
    assert.deepEqual(
      bodies.filter((body) => body.includes('Bo is')),
      ['Bo is'],
    );
  });

  test('what goes out by a second account is heard by people, and not by the first account as if a person had written it', async () => {
    const sent = await house.porter.run('send', '--to', 'alarm', 'Disk full', '--wait');
    assert.equal(sent.code, 0, sent.stdout + sent.stderr);
    await eventually(() => heardBy('groupchat').some((body) => body.includes('Disk full')), { timeoutMs: PATIENCE });
    await grace.say(chat, 'I see it', 'groupchat');
    await said('I see it');
    const bodies = (await house.ada.messages(room)).map(({ content }) => String(content.body));
    assert.deepEqual(
      bodies.filter((body) => body.includes('Disk full')),
      [],
    );
  });

  test('what is written while Porter is away comes with its next start, once', async () => {
    assert.equal(await house.porter.stop(), 0);
    await grace.say(`porter@${DOMAIN}`, 'Are you there?');
    await house.porter.start({ wait: 'ready' });
    await said('Are you there?');
    await house.porter.stop();
    await house.porter.start({ wait: 'ready' });
    await grace.say(`porter@${DOMAIN}`, 'The last word');
    await said('The last word');
    const bodies = (await house.ada.messages(room)).map(({ content }) => String(content.body));
    assert.equal(bodies.filter((body) => body === 'Are you there?').length, 1);
  });
});
