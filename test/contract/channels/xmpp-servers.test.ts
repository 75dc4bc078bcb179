import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import tls from 'node:tls';
import { Fault } from '../../../src/kernel/fault.ts';
import type { Bounce } from '../../../src/ports/channel.ts';
import { aDelivery } from '../../support/deliveries.ts';
import { eventually } from '../../support/eventually.ts';
import { needs } from '../../support/needs.ts';
import { certificate, needsOpenssl } from '../../support/smtp.ts';
import { atBothServers } from '../../support/xmpp/both.ts';
import { openPerson } from '../../support/xmpp/person.ts';
import { startProsodyForClients } from '../../support/xmpp/prosody.ts';
import { attempt, openPorter, type PorterOverXmpp, patient } from '../../support/xmpp/rig.ts';
import { openTestSqlite } from '../databases.ts';
import { start } from '../outbox-rig.ts';
import { aJob } from '../samples.ts';

const deliver = async (porter: PorterOverXmpp): Promise<unknown> => {
  const result = await attempt(porter, aDelivery(porter.jid));
  return result instanceof Fault ? [result.code, result.retryable, result.scope] : result;
};

atBothServers(
  'XMPP at a server that grants each client a few kilobytes a second',
  (server) => {
    test('N2: many messages at once, one as long as can be, all arrive over one connection', async () => {
      await using eva = await openPerson(server(), 'eva');
      await using porter = await openPorter(server());
      const long = Array.from({ length: 1_000 }, (_, at) => `line ${at} of a long story`);
      const all = [
        ...Array.from({ length: 12 }, (_, at) => aDelivery(eva.jid, { lines: [`number ${at} ${'x'.repeat(900)}`] })),
        aDelivery(eva.jid, { lines: long }),
        aDelivery(eva.jid, { title: 'last' }),
      ];
      const results = await Promise.all(all.map((each) => porter.channel.deliver(each, patient)));
      assert.ok(results.every(({ kind }) => kind === 'done'));
      await eventually(() => eva.received.length >= all.length);
      assert.deepEqual(
        eva.received.map(({ id }) => id),
        all.map(({ id }) => id),
      );
      assert.equal(porter.proxy.connections.length, 1);
    });
  },
  { throttled: true },
);

describe('XMPP at a Prosody with a certificate', { ...needs('prosody'), ...needsOpenssl() }, () => {
  test('N6: a certificate that nobody vouches for is refused before the password leaves; a trusted one is used', async () => {
    await using server = await startProsodyForClients({ tls: certificate() });
    await using far = await openPorter(server, { far: true });
    assert.deepEqual(await deliver(far), ['xmpp.tls', false, 'channel']);

    const before = tls.getCACertificates('default');
    tls.setDefaultCACertificates([...before, certificate().cert]);
    try {
      assert.equal(await deliver(far), 'done');
      // L8: errors of a socket that the library has given up end nothing.
      for (const how of ['reset', 'close'] as const) {
        far.proxy.cut(how);
        await eventually(async () => (await deliver(far)) === 'done');
      }
    } finally {
      tls.setDefaultCACertificates(before);
    }
  });

  test('a server on this machine may have any certificate, unless it insists on TLS', async () => {
    await using server = await startProsodyForClients({ tls: certificate() });
    await using near = await openPorter(server);
    assert.equal(await deliver(near), 'done');
  });
});

describe('XMPP at a Prosody without what Porter needs', needs('prosody'), () => {
  test('N6: without TLS nothing leaves this machine', async () => {
    await using server = await startProsodyForClients();
    await using porter = await openPorter(server, { far: true });
    assert.deepEqual(await deliver(porter), ['xmpp.tls', false, 'channel']);
  });

  test('a server that acknowledges nothing is told with what to switch on', async () => {
    await using server = await startProsodyForClients({ acknowledges: false });
    await using porter = await openPorter(server);
    assert.deepEqual(await deliver(porter), ['xmpp.no-acknowledgements', false, 'channel']);
  });
});

atBothServers(
  'XMPP at a server that keeps nothing for people who are offline',
  (server) => {
    test('an error that comes after a message counted as delivered makes a dead letter of it, and the next attempt sends it again', async () => {
      await using porter = await openPorter(server());
      await using opened = await openTestSqlite();
      await using eva = await openPerson(server(), 'eva');
      // Her phone goes into a tunnel: the server keeps her session and takes the message for her.
      eva.loseNetwork();
      let delivery = aDelivery(eva.jid);
      await using running = start(opened, ({ id }, { signal }) => {
        delivery = { ...delivery, id };
        return porter.channel.deliver(delivery, signal);
      });
      porter.channel.onBounce?.(running.outbox.bounce);
      await opened.storage.jobs.add([aJob({ key: 'to eva' })]);
      const job = async () => (await opened.storage.desk.list({ limit: 1 }))[0];
      await running.until(async () => (await job())?.state === 'done');
      // A new login in its place ends that session, and the server finds that the message reached nobody.
      await using again = await openPerson(server(), 'eva', { known: true, quiet: true });
      await running.until(async () => (await job())?.state === 'dead');
      const dead = await job();
      assert.deepEqual([dead?.id, dead?.code], [delivery.id, 'bounced']);
      assert.match(dead?.receipt?.words ?? '', /^(recipient|service)-unavailable/);
      await again.goOnline();
      assert.equal(await attempt(porter, delivery), 'done');
      await eventually(() => again.received.some(({ id }) => id === delivery.id));
    });

    test('such an error is told also when Porter was started again meanwhile, with the address that it comes from', async () => {
      await using ida = await openPerson(server(), 'ida');
      ida.loseNetwork();
      const delivery = aDelivery(ida.jid);
      const before = await openPorter(server());
      assert.equal(await attempt(before, delivery), 'done');
      await before[Symbol.asyncDispose]();
      await using porter = await openPorter(server(), { again: before.user });
      const told: Bounce[] = [];
      porter.channel.onBounce?.((bounce) => told.push(bounce));
      // It stays online from its first delivery on.
      assert.equal(await attempt(porter, aDelivery(porter.jid)), 'done');
      await using again = await openPerson(server(), 'ida', { known: true, quiet: true });
      await eventually(() => told.length > 0);
      assert.deepEqual(
        told.map(({ id, from }) => [id, from]),
        [[delivery.id, again.jid.split('/')[0]]],
      );
    });
  },
  { keepsOffline: false },
);
