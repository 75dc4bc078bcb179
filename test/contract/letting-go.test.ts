import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Reached } from '../../src/notifications/rules/address-book.ts';
import { correctionJob } from '../../src/notifications/rules/correction-job.ts';
import { foldJob, readFold } from '../../src/notifications/rules/fold-job.ts';
import { deliveryJobs, destinationOf } from '../../src/notifications/rules/jobs.ts';
import type { Notification } from '../../src/ports/channel.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { onEveryDatabase } from './databases.ts';
import { DAY, HOUR, lease } from './job-rig.ts';
import { NOW } from './samples.ts';
import { tellDigest } from './told-in-digests.ts';

const ops: Reached = { channel: 'email', address: 'ops@example.org', manner: {} };
const bo: Reached = { channel: 'email', address: 'bo@example.org', manner: {} };
const alarm: Reached = { channel: 'email@a_b', address: 'ops@example.org', manner: {} };
const other: Reached = { channel: 'email@axb', address: 'ops@example.org', manner: {} };
const says: Notification = {
  ...{ title: 'Disk full', lines: [], preformatted: false, link: undefined },
  ...{ urgency: 'normal', origin: 'router1', facts: [] },
};
const fold = (name: string, addresses: readonly Reached[]) =>
  foldJob(
    { folded: 'same', name, shown: 1, since: NOW - HOUR, until: NOW - HOUR, notification: says, addresses },
    `fold:${name}`,
    DAY,
  );

async function keep(storage: Storage): Promise<void> {
  const { jobs, notifications } = storage;
  const correction = { address: ops, notification: says, incident: { name: 'i', open: [], over: ['a'] } };
  await jobs.add([
    fold('alone', [ops]),
    fold('to both', [ops, bo]),
    fold('of bo', [bo]),
    fold('accounts', [alarm, other]),
    correctionJob(correction, { cause: 'c', at: NOW, life: DAY }),
  ]);
  for (const to of [ops, bo, alarm, other]) {
    await notifications.shown.keep(`${destinationOf(to)}:d`, [{ id: 'm', at: NOW, open: ['a'] }]);
    await tellDigest(storage, to, ['a']);
  }
}

/** Whom each fold tells, and of whom something is known. */
async function left(storage: Storage) {
  const { desk, notifications } = storage;
  const jobs = await desk.list({ state: 'waiting', limit: 99 });
  const told = jobs.flatMap(({ payload, kind }) => {
    const job = kind === 'notifications.fold' ? readFold({ payload: JSON.parse(payload) }) : undefined;
    return job === undefined ? [] : [[job.name, job.addresses.map(({ channel, address }) => `${channel}:${address}`)]];
  });
  const known: string[] = [];
  for (const to of [ops, bo, alarm, other]) {
    const shown = await notifications.shown.find(`${destinationOf(to)}:d`);
    const told = await tellDigest(storage, to);
    assert.equal(shown.length, told.length);
    if (told.length > 0) known.push(`${to.channel}:${to.address}`);
  }
  return { told: Object.fromEntries(told), known, corrections: jobs.length - told.length };
}

onEveryDatabase((database, open) => {
  describe(`letting go of addresses: ${database}`, () => {
    test('what is folded for an address and others stays for the others; what is known of the address is forgotten', async () => {
      await using opened = await open();
      const { storage } = opened;
      await keep(storage);
      assert.equal(await storage.notifications.countFolds({ addresses: [ops] }), 2);
      assert.equal(await storage.notifications.letGo({ addresses: [ops] }, NOW), 2);
      assert.deepEqual(await left(storage), {
        told: {
          'to both': ['email:bo@example.org'],
          'of bo': ['email:bo@example.org'],
          accounts: ['email@a_b:ops@example.org', 'email@axb:ops@example.org'],
        },
        known: ['email:bo@example.org', 'email@a_b:ops@example.org', 'email@axb:ops@example.org'],
        corrections: 0,
      });
      assert.equal(await storage.notifications.letGo({ addresses: [ops] }, NOW), 0);
    });

    test('a digest goes with the last delivery that waits for it, and not before', async () => {
      await using opened = await open();
      const { storage } = opened;
      const { jobs, desk, notifications } = storage;
      const digest = { of: 'night', every: HOUR };
      const name = { sender: 'router1', id: 'n' };
      await jobs.add(deliveryJobs(name, says, [{ ...ops, manner: { digest } }], { at: NOW, life: DAY }));
      const waiting = async () => (await desk.list({ state: 'waiting', limit: 9 })).map(({ kind }) => kind).toSorted();
      await notifications.letGo({ addresses: [ops] }, NOW);
      assert.deepEqual(await waiting(), ['notifications.deliver', 'notifications.digest']);
      await desk.purge({ kind: 'notifications.deliver' }, NOW);
      await notifications.letGo({ addresses: [bo] }, NOW);
      assert.deepEqual(await waiting(), ['notifications.digest']);
      await notifications.letGo({ addresses: [ops] }, NOW);
      assert.deepEqual(await waiting(), []);
    });

    test('a whole channel is that account alone', async () => {
      await using opened = await open();
      const { storage } = opened;
      await keep(storage);
      assert.equal(await storage.notifications.letGo({ channel: 'email@a_b' }, NOW), 1);
      const { told, known, corrections } = await left(storage);
      assert.deepEqual(told.accounts, ['email@axb:ops@example.org']);
      assert.deepEqual(known, ['email:ops@example.org', 'email:bo@example.org', 'email@axb:ops@example.org']);
      assert.equal(corrections, 1);
      assert.equal(await storage.notifications.letGo({ channel: 'email' }, NOW), 3);
      assert.deepEqual((await left(storage)).told, { accounts: ['email@axb:ops@example.org'] });
    });

    test('what is at work at this moment goes on', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([fold('alone', [ops])]);
      assert.equal((await lease(storage)).length, 1);
      assert.equal(await storage.notifications.countFolds({ addresses: [ops] }), 0);
      assert.equal(await storage.notifications.letGo({ addresses: [ops] }, NOW), 0);
      assert.equal((await storage.desk.list({ state: 'leased', limit: 9 })).length, 1);
    });
  });
});
