import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeSenderDevice } from '../../../src/homeserver/device.ts';
import { makeRoomPoster } from '../../../src/homeserver/send-event.ts';
import { Fault } from '../../../src/kernel/fault.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { makeMemoryStore } from '../../support/memory-store.ts';
import { needs } from '../../support/needs.ts';
import { sameTime } from '../../support/same-time.ts';
import { makeTestClock } from '../../support/test-clock.ts';
import { roomPosterContract } from './room-poster.contract.ts';
import { openFakeSubject, openSynapseSubject } from './subject.ts';

roomPosterContract('fake homeserver', {}, openFakeSubject);
roomPosterContract('Synapse', needs('synapse'), openSynapseSubject);

const never = new AbortController().signal;

async function openRig() {
  const subject = await openFakeSubject();
  const { fake, client } = subject;
  if (fake === undefined) throw new Error('no fake');
  const clock = makeTestClock(1_780_000_000_000);
  const device = makeSenderDevice({ client, memory: makeMemoryStore(), clock });
  const poster = makeRoomPoster({ client, device, clock, homeserverTime: sameTime, log: silentLog });
  const room = await subject.room();
  const send = (firstTriedAt?: number) =>
    poster.send({ roomId: room, type: 'm.room.message', content: { body: 'x' }, jobId: 'job', firstTriedAt }, never);
  const events = async () => (await subject.events(room, 'm.room.message')).length;
  return { fake, clock, send, events, [Symbol.asyncDispose]: () => subject[Symbol.asyncDispose]() };
}

describe('sending, when answers are lost', () => {
  test('N4: the answer is lost: sent again under the same transaction ID, one event', async () => {
    await using rig = await openRig();
    rig.fake.trouble({ on: 'PUT /_matrix/client/v3/rooms', cut: 'after', times: 1 });
    await assert.rejects(rig.send(), (error) => error instanceof Fault && error.outcome === 'unknown');
    assert.ok(await rig.send(rig.clock.now()));
    assert.equal(await rig.events(), 1);
    const sends = rig.fake.calls.filter(({ path }) => path.includes('/send/'));
    assert.equal(new Set(sends.map(({ path }) => path)).size, 1);
    assert.ok(sends.every(({ query }) => query['user_id'] && query['device_id'] === 'PORTER'));
  });

  test('N4: the homeserver forgot the ID while the outcome was unknown: the room is looked through first', async () => {
    await using rig = await openRig();
    rig.fake.trouble({ on: 'PUT /_matrix/client/v3/rooms', cut: 'after', times: 1 });
    await assert.rejects(rig.send());
    const triedAt = rig.clock.now();
    rig.fake.state.forgetTransactions();
    rig.clock.jump(23 * 3_600_000);
    const before = rig.fake.calls.length;
    assert.ok(await rig.send(triedAt));
    assert.equal(await rig.events(), 1);
    const asked = rig.fake.calls.slice(before).map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
    assert.deepEqual(asked, ['GET messages']);
  });

  test('N3: a 429 is handed to the outbox, which waits for that room only', async () => {
    await using rig = await openRig();
    rig.fake.trouble({
      on: '/send/',
      answer: { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 700 } },
    });
    await assert.rejects(
      rig.send(),
      (error) => error instanceof Fault && error.scope === 'person' && error.afterMs === 700,
    );
  });
});
