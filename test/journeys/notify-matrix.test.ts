import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import type { MatrixUser } from '../support/matrix-user.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';
import { startSynapse, type TestSynapse } from '../support/synapse.ts';

describe('a Porter without a homeserver of its own writes on Matrix as a plain account', () => {
  let synapse: TestSynapse;
  let ada: MatrixUser;
  let bot: MatrixUser;
  let other: MatrixUser;
  let room: string;
  let porter: PorterProcess;

  before(async () => {
    synapse = await startSynapse({ registration: 'none' });
    ada = await synapse.registerUser('ada');
    bot = await synapse.registerUser('bot');
    other = await synapse.registerUser('router1');
    room = await ada.createRoom({ invite: [bot.userId] });
    porter = await startPorter({
      config: {
        channels: {
          matrix: { url: synapse.url, token: { file: 'matrix.token' } },
          // At the same homeserver, so one setting is all that differs.
          'matrix@router1': { token: { file: 'router1.token' } },
        },
        notifications: { targets: { ops: [`matrix:${room}`, `matrix:${ada.userId}`] } },
      },
      start: false,
    });
    await writeFile(path.join(porter.dir, 'matrix.token'), `${bot.accessToken}\n`, { mode: 0o600 });
    await keepToken(other.accessToken);
    await porter.start();
  });
  const keepToken = (token: string) => writeFile(path.join(porter.dir, 'router1.token'), `${token}\n`, { mode: 0o600 });
  const chatOf = async (account: MatrixUser): Promise<string> => {
    const list = `/_matrix/client/v3/user/${encodeURIComponent(account.userId)}/account_data/m.direct`;
    const [chat = '', ...more] = (await account.call('GET', list))[ada.userId] as string[];
    assert.equal(more.length, 0);
    return chat;
  };
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await synapse?.[Symbol.asyncDispose]();
  });

  test('a notification reaches a room and a person, and the start says as whom', async () => {
    const sent = await porter.run('send', '--to', 'ops', 'Disk full', 'sda1 at 98 %', '--wait');
    assert.deepEqual([sent.code, sent.stderr], [0, '']);
    assert.match(sent.stdout, /^✓ matrix {2}\d+\.\d s\n✓ matrix {2}\d+\.\d s\n$/);
    const inRoom = await ada.waitFor(room, ({ sender, type }) => sender === bot.userId && type === 'm.room.message');
    assert.equal(inRoom.content.body, '[command] Disk full\n\nsda1 at 98 %');
    const chat = await chatOf(bot);
    await ada.join(chat);
    const inChat = await ada.waitFor(chat, ({ type }) => type === 'm.room.message');
    assert.equal(inChat.content.body, inRoom.content.body);
    await eventually(async () => (await porter.output()).includes(`matrix: connected as ${bot.userId}`));
  });

  test('a further account writes as itself, into rooms and direct chats of its own, and its bad token stops nobody else', async () => {
    const own = await ada.createRoom({ invite: [other.userId] });
    const to = [`matrix@router1:${own}`, `matrix@router1:${ada.userId}`];
    const send = (title: string) => porter.run('send', ...to.flatMap((each) => ['--to', each]), title, '--wait');
    const sent = await send('Link down');
    assert.deepEqual([sent.code, sent.stderr], [0, '']);
    assert.match(sent.stdout, /^(✓ matrix@router1 {2}\d+\.\d s\n){2}$/);
    const isOthers = ({ sender, type }: { sender: string; type: string }) =>
      sender === other.userId && type === 'm.room.message';
    assert.equal((await ada.waitFor(own, isOthers)).content.body, '[command] Link down');
    const chat = await chatOf(other);
    assert.notEqual(chat, await chatOf(bot));
    await ada.join(chat);
    await ada.waitFor(chat, isOthers);

    await porter.stop();
    await keepToken('canary-token');
    await porter.start();
    const { msg } = await porter.waitForLog((line) => line.msg.startsWith('matrix@router1 does not work'));
    assert.match(msg, /channels\.matrix@router1\.token says/);
    const usual = await porter.run('send', '--to', `matrix:${room}`, 'Goes on', '--wait');
    assert.deepEqual([usual.code, usual.stderr], [0, '']);
    await keepToken(other.accessToken);
  });

  test('N2: what is sent while the homeserver is down arrives once it is back', async () => {
    await synapse.kill();
    const sent = await porter.run('send', '--to', `matrix:${room}`, 'Meanwhile');
    assert.equal(sent.code, 0, sent.stderr);
    await synapse.start();
    const late = await ada.waitFor(room, ({ content }) => String(content.body).includes('Meanwhile'), 90_000);
    assert.equal(late.sender, bot.userId);
  });
});
