import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import type { Remark } from '../../../src/ports/channel.ts';
import { eventually } from '../../support/eventually.ts';
import { atBothServers } from '../../support/xmpp/both.ts';
import { openPerson } from '../../support/xmpp/person.ts';
import { openPorter } from '../../support/xmpp/rig.ts';

atBothServers('who speaks in an XMPP group chat', (server) => {
  test('a person is the same one from message to message, and nobody becomes another by an id that they write', async () => {
    await using eva = await openPerson(server(), 'evaspeaks');
    await using max = await openPerson(server(), 'maxspeaks');
    await using porter = await openPorter(server());
    const room = await eva.makeRoom('speakers');
    await max.enterRoom(room);
    const remarks: Remark[] = [];
    const ending = new AbortController();
    let works = false;
    const heard = porter.channel.hear?.(
      {
        addresses: [`${room}?join`],
        works() {
          works = true;
        },
        keep: async (some) => void remarks.push(...some),
      },
      ending.signal,
    );
    await eventually(() => works);
    const forged = () => xml('occupant-id', { xmlns: 'urn:xmpp:occupant-id:0', id: 'forged' });
    await eva.say(room, 'one', 'groupchat', forged());
    await eva.say(room, 'two', 'groupchat');
    await max.say(room, 'three', 'groupchat', forged());
    await eventually(() => remarks.length === 3);
    const personOf = (text: string) => remarks.find((remark) => remark.text === text)?.person;
    assert.equal(personOf('one'), personOf('two'));
    assert.notEqual(personOf('one'), personOf('three'));
    ending.abort();
    await heard;
  });
});
