import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../../src/kernel/fault.ts';
import { aDelivery } from '../../support/deliveries.ts';
import { eventually } from '../../support/eventually.ts';
import { atBothServers } from '../../support/xmpp/both.ts';
import { openPerson } from '../../support/xmpp/person.ts';
import { attempt, openPorter, patient } from '../../support/xmpp/rig.ts';

atBothServers('XMPP in trouble', (server) => {
  let people = 0;
  const anybody = () => {
    people += 1;
    return openPerson(server(), `eva${people}`);
  };

  test('N2: Porter asks for the acknowledgement of each message, also while they follow each other closely', async () => {
    await using eva = await anybody();
    await using porter = await openPorter(server());
    const all = Array.from({ length: 40 }, (_, at) => aDelivery(eva.jid, { title: `number ${at}` }));
    const results = await Promise.all(all.map((delivery) => attempt(porter, delivery)));
    assert.deepEqual(new Set(results), new Set(['done']));
    await eventually(() => eva.received.length >= all.length);
    assert.deepEqual(
      eva.received.map(({ id }) => id),
      all.map(({ id }) => id),
    );
    // The library alone asks after a quarter of a second without a message, so never in a steady flow.
    assert.ok((porter.sent.match(/<r [^>]*urn:xmpp:sm:3/g) ?? []).length >= all.length);
  });

  test('N2: cut off before it heard that a message was taken, Porter goes on with the session: it is shown once', async () => {
    await using eva = await anybody();
    await using porter = await openPorter(server());
    await porter.channel.deliver(aDelivery(eva.jid, { title: 'before' }), patient);
    await porter.proxy.set({ blackHole: 'toClient' });
    const sending = porter.channel.deliver(aDelivery(eva.jid, { title: 'during' }), patient);
    await eventually(() => eva.received.length === 2);
    await porter.proxy.heal();
    porter.proxy.cut();
    assert.equal((await sending).kind, 'done');
    await porter.channel.deliver(aDelivery(eva.jid, { title: 'after' }), patient);
    await eventually(() => eva.received.length >= 3);
    assert.deepEqual(
      eva.received.map(({ body }) => body.split('\n')[0]),
      ['before', 'during', 'after'].map((title) => `[router1] ${title}`),
    );
    assert.equal(porter.proxy.connections.length, 2);
  });

  test('N2: what never reached the server is sent again after the cut, with the same id', async () => {
    await using eva = await anybody();
    await using porter = await openPorter(server());
    await porter.channel.deliver(aDelivery(eva.jid), patient);
    await porter.proxy.set({ blackHole: 'toServer' });
    const delivery = aDelivery(eva.jid);
    const sending = porter.channel.deliver(delivery, patient);
    // The library asks for an acknowledgement now and then; only the message is this long.
    await eventually(() => (porter.proxy.connections[0]?.swallowed ?? 0) > 300);
    await porter.proxy.heal();
    porter.proxy.cut();
    assert.equal((await sending).kind, 'done');
    await eventually(() => eva.received.length >= 2);
    assert.deepEqual(eva.received.map(({ id }) => id).slice(1), [delivery.id]);
  });

  test('N4: a server that restarts forgets the session: the outcome is unknown, and the next attempt has the same id', async () => {
    await using eva = await anybody();
    await using porter = await openPorter(server());
    await porter.channel.deliver(aDelivery(eva.jid), patient);
    await porter.proxy.set({ blackHole: 'toClient' });
    const delivery = aDelivery(eva.jid, { title: 'during' });
    const sending = attempt(porter, delivery);
    await eventually(() => eva.received.length === 2);
    await server().stop();
    await porter.proxy.heal();
    porter.proxy.cut();
    await server().start();
    const fault = await sending;
    assert.ok(fault instanceof Fault, String(fault));
    assert.deepEqual(
      [fault.code, fault.retryable, fault.outcome, fault.scope],
      ['xmpp.uncertain', true, 'unknown', 'person'],
    );
    await using later = await openPerson(server(), eva.jid.split('@')[0] ?? '', { known: true });
    assert.equal((await porter.channel.deliver(delivery, patient)).kind, 'done');
    await eventually(() => later.received.some(({ id }) => id === delivery.id));
  });

  test('N6: somebody who has blocked Porter, and somebody who does not exist, are refused although the server took the message', async () => {
    await using eva = await anybody();
    await using porter = await openPorter(server());
    await eva.block(porter.jid);
    porter.windows.held = true;
    for (const to of [eva.jid, 'nobody@porter.test']) {
      const result = await porter.channel.deliver(aDelivery(to), patient);
      assert.ok(result.kind === 'refused', JSON.stringify(result));
      assert.match(result.receipt?.words ?? '', /^service-unavailable/);
    }
    assert.deepEqual(eva.received, []);
  });

  test('an address at a server that this one does not speak with is no reason to doubt the channel', async () => {
    await using porter = await openPorter(server());
    porter.windows.held = true;
    const result = await attempt(porter, aDelivery('ada@elsewhere.test'));
    if (result instanceof Fault)
      assert.deepEqual([result.scope, result.place, result.retryable], ['person', 'xmpp', true]);
    else assert.equal(result, 'refused');
  });
});
