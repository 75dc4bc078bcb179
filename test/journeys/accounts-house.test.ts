import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { emptyFolder } from '../support/installation.ts';
import { needs } from '../support/needs.ts';
import { openHouse, PATIENCE } from './support/house.ts';

describe('a further account on Matrix beside the homeserver of the door', needs('synapse'), () => {
  test('it writes at that homeserver as itself, nobody takes it for a person, and the team hears when it stops', async (t) => {
    const file = path.join(await emptyFolder(t), 'router1.token');
    await using house = await openHouse();
    const { ada, admin, porter, room: team, synapse } = house;
    const router = await synapse.registerUser('router1');
    const [side, replies] = [await ada.createRoom({ invite: [router.userId] }), await ada.createRoom()];
    await writeFile(file, `${router.accessToken}\n`, { mode: 0o600 });
    await porter.configure({
      // Its address is that of `homeserver`.
      channels: { 'matrix@router1': { token: { file } } },
      notifications: {
        targets: { ops: { to: [`matrix:${side}`], replies }, own: [`matrix@router1:${side}`] },
        invitedBy: [ada.userId],
      },
    });
    await porter.stop();
    await porter.start({ wait: 'ready' });
    await porter.waitForLog(({ msg }) => msg === `matrix@router1: connected as ${router.userId}`);
    for (const each of [side, replies]) {
      await ada.invite(each, synapse.userId('porter'));
      await ada.waitFor(
        each,
        ({ state_key: who, content }) => who === synapse.userId('porter') && content.membership === 'join',
        PATIENCE,
      );
    }

    const sent = await porter.run('send', '--to', 'own', 'Link down', '--wait');
    assert.equal(sent.code, 0, sent.stderr);
    const shown = await ada.waitFor(side, ({ content }) => String(content.body).includes('Link down'));
    assert.equal(shown.sender, router.userId);
    // What a person writes there comes later, and is the only remark.
    await ada.send(side, 'm.room.message', { msgtype: 'm.text', body: 'I look into it' });
    await ada.waitFor(replies, ({ content }) => String(content.body).includes('I look into it'), PATIENCE);
    const remarks = (await ada.messages(replies)).filter(({ type }) => type === 'm.room.message');
    assert.deepEqual(
      remarks.map(({ content }) => content.body),
      ['I look into it'],
    );

    await writeFile(file, 'canary-token\n', { mode: 0o600 });
    await porter.stop();
    await porter.start();
    await admin.waitFor(
      team,
      ({ content }) =>
        /over matrix@router1 do not go out.*channels\.matrix@router1\.token/s.test(
          String(content.body).replaceAll('\u2060', ''),
        ),
      PATIENCE,
    );
    const usual = await porter.run('send', '--to', `matrix:${side}`, 'Goes on', '--wait');
    assert.equal(usual.code, 0, usual.stderr);
  });
});
