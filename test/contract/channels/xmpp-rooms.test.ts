import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../../src/kernel/fault.ts';
import { aDelivery } from '../../support/deliveries.ts';
import { eventually } from '../../support/eventually.ts';
import { atBothServers } from '../../support/xmpp/both.ts';
import { openPerson } from '../../support/xmpp/person.ts';
import { attempt, openPorter, type PorterOverXmpp } from '../../support/xmpp/rig.ts';

const deliver = (porter: PorterOverXmpp, room: string, title = 'Disk full'): Promise<unknown> =>
  attempt(porter, aDelivery(`${room}?join`, { title }));

const sorted = (fault: unknown): readonly unknown[] => {
  assert.ok(fault instanceof Fault, String(fault));
  return [fault.code, fault.retryable, fault.scope, fault.remedy !== undefined];
};

atBothServers('XMPP and group chats', (server) => {
  let count = 0;
  const host = () => {
    count += 1;
    return openPerson(server(), `host${count}`);
  };

  test('a message counts as delivered once the group chat has shown it', async () => {
    await using eva = await host();
    await using porter = await openPorter(server());
    const room = await eva.makeRoom(`team${count}`);
    // An acknowledgement alone proves nothing here: the time for an error never passes.
    porter.windows.held = true;
    for (const title of ['one', 'two']) assert.equal(await deliver(porter, room, title), 'done');
    await eventually(() => eva.received.length === 2);
    assert.deepEqual(
      eva.received.map(({ from, type, body }) => [from, type, body.split('\n')[0]]),
      ['one', 'two'].map((title) => [`${room}/${porter.user}`, 'groupchat', `[router1] ${title}`]),
    );
  });

  test('a group chat that does not exist is not made', async () => {
    await using porter = await openPorter(server());
    const room = 'nowhere@conference.porter.test';
    for (let attempt = 0; attempt < 2; attempt += 1)
      assert.deepEqual(sorted(await deliver(porter, room)), ['xmpp.room-closed', false, 'person', true]);
  });

  test('the address of a person is none of a group chat', async () => {
    await using eva = await host();
    await using porter = await openPorter(server());
    assert.deepEqual(sorted(await deliver(porter, eva.jid)).slice(1), [false, 'person', true]);
    assert.deepEqual(eva.received, []);
  });

  test('who has the name already keeps it, and Porter takes another', async () => {
    await using eva = await host();
    await using porter = await openPorter(server());
    const room = await eva.makeRoom(`named${count}`, porter.user);
    assert.equal(await deliver(porter, room), 'done');
    await eventually(() => eva.received[0]?.from === `${room}/${porter.user}-2`);
  });

  test('put out of it, Porter learns why, and comes back once it may', async () => {
    await using eva = await host();
    await using porter = await openPorter(server());
    const room = await eva.makeRoom(`strict${count}`);
    assert.equal(await deliver(porter, room), 'done');
    await eva.setAffiliation(room, porter.jid, 'outcast');
    await eventually(async () => {
      const fault = await deliver(porter, room);
      return fault instanceof Fault && fault.code === 'xmpp.room-closed' && fault.words?.startsWith('forbidden');
    });
    await eva.setAffiliation(room, porter.jid, 'member');
    await eventually(async () => (await deliver(porter, room)) === 'done');
  });

  test('cut off, Porter is still in it when it goes on with the session, and enters again when it cannot', async () => {
    await using eva = await host();
    await using porter = await openPorter(server());
    const room = await eva.makeRoom(`long${count}`);
    assert.equal(await deliver(porter, room), 'done');
    porter.proxy.cut();
    await eventually(async () => (await deliver(porter, room)) === 'done');
    await server().stop();
    await server().start();
    // Its group chats were not made to outlive it.
    await eventually(async () => {
      const fault = await deliver(porter, room);
      return fault instanceof Fault && fault.code === 'xmpp.room-closed';
    });
    await using again = await openPerson(server(), eva.jid.split('@')[0] ?? '', { known: true });
    await again.makeRoom(`long${count}`);
    assert.equal(await deliver(porter, room), 'done');
  });
});
