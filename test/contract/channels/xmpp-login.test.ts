import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { HOUR, MINUTE, SECOND } from '../../../src/kernel/clock.ts';
import { Fault } from '../../../src/kernel/fault.ts';
import { aDelivery } from '../../support/deliveries.ts';
import { eventually } from '../../support/eventually.ts';
import { makeTestClock } from '../../support/test-clock.ts';
import { atBothServers } from '../../support/xmpp/both.ts';
import { openPerson } from '../../support/xmpp/person.ts';
import { attempt, openPorter, type PorterOverXmpp, patient } from '../../support/xmpp/rig.ts';

const deliver = (porter: PorterOverXmpp, to: string): Promise<unknown> => attempt(porter, aDelivery(to));

atBothServers('XMPP and its login', (server) => {
  test('L1, L3: a password that is wrong from a reconnect on pauses the channel, is said once, and is tried by deliveries alone', async () => {
    const clock = makeTestClock();
    const password = 'canary-xmpp-00112233445566778899';
    await using porter = await openPorter(server(), { clock, password });
    assert.equal(await deliver(porter, porter.jid), 'done');
    await server().setPassword(porter.user, 'another one');
    porter.proxy.cut();
    await eventually(() => clock.waiting === 1);
    await clock.advance(SECOND);
    await eventually(() => porter.said.some((line) => line.includes('xmpp.login-refused')));
    for (let hour = 0; hour < 3; hour += 1) await clock.advance(HOUR);
    assert.equal(porter.proxy.connections.length, 2);

    const fault = await deliver(porter, porter.jid);
    assert.ok(fault instanceof Fault);
    assert.deepEqual([fault.code, fault.retryable, fault.scope], ['xmpp.login-refused', false, 'channel']);
    assert.ok(fault.remedy && (fault.afterMs ?? 0) >= MINUTE);
    assert.equal(porter.said.filter((line) => line.includes('"error"')).length, 1);
    assert.ok(!`${inspect(fault, { depth: 9 })}${porter.said.join('')}`.includes('canary'));

    await server().setPassword(porter.user, password);
    // Servers shut out who tries a wrong password again and again.
    for (const again of [
      await deliver(porter, porter.jid),
      await porter.channel.connect(patient).catch((error: unknown) => error),
    ])
      assert.equal(again, fault);
    assert.equal(porter.proxy.connections.length, 3);
    await clock.advance(fault.afterMs ?? 0);
    assert.equal(await deliver(porter, porter.jid), 'done');
  });

  test('another program with the same resource is not driven out in turn: the channel stops, says so, and looks again after an hour', async () => {
    const clock = makeTestClock();
    await using porter = await openPorter(server(), { clock });
    await deliver(porter, porter.jid);
    const same = { ...server(), addAccount: (user: string) => server().setPassword(user, `password of ${user}`) };
    await using other = await openPerson(same, porter.user, { resource: 'porter' });
    await eventually(() => porter.said.some((line) => line.includes('xmpp.conflict')));
    const fault = await deliver(porter, other.jid);
    assert.ok(fault instanceof Fault);
    assert.deepEqual([fault.code, fault.retryable, fault.scope], ['xmpp.conflict', false, 'channel']);
    assert.match(fault.remedy ?? '', /channels\.xmpp\.resource/);
    await clock.advance(HOUR - SECOND);
    assert.equal((await deliver(porter, other.jid)) instanceof Fault, true);
    assert.equal(porter.proxy.connections.length, 1);
    await clock.advance(SECOND);
    await deliver(porter, other.jid);
    assert.equal(porter.proxy.connections.length, 2);
  });

  test('N2: reconnecting never ends by itself: not by a server that is silent, refuses or breaks off', async () => {
    const clock = makeTestClock();
    await using porter = await openPorter(server(), { clock });
    await deliver(porter, porter.jid);
    await porter.proxy.set({ onConnect: 'hang' });
    porter.proxy.cut();
    for (const trouble of [{ onConnect: 'refuse' }, { onConnect: 'reset' }, { cutAfter: { toClient: 300 } }] as const) {
      // Whatever wait is next, and whatever limit a login has.
      for (let step = 0; step < 8; step += 1) await clock.advance(15 * SECOND);
      await porter.proxy.set(trouble);
    }
    await porter.proxy.heal();
    const connected = () => porter.said.filter((line) => line.includes('connected')).length;
    // The limits of a login run by the test's clock, and the server by its own: it gets some time of its own for each second.
    const slowly = { everyMs: 200, timeoutMs: 120_000, what: 'the channel to be connected again' };
    await eventually(async () => {
      await clock.advance(SECOND);
      return connected() === 2;
    }, slowly);
  });

  test('a trial login leaves the one that is at work alone', async () => {
    const clock = makeTestClock();
    await using porter = await openPorter(server(), { clock });
    assert.equal(await porter.channel.connect(patient), `connected as ${porter.jid}`);
    await deliver(porter, porter.jid);
    assert.equal(await porter.channel.connect(patient), `connected as ${porter.jid}/porter`);
    assert.equal(porter.proxy.connections.length, 2);
  });
});
