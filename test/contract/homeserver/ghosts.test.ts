import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeGhosts } from '../../../src/homeserver/ghosts.ts';
import { makeRoomPoster } from '../../../src/homeserver/send-event.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import type { EventId, RoomId } from '../../../src/kernel/matrix-id.ts';
import type { Ghosts } from '../../../src/notifications/ports/ghosts.ts';
import { type MessageRig, openMessageRig } from '../../support/homeserver/message-rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { sameTime } from '../../support/same-time.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

const never = new AbortController().signal;
const noDevice = { ensure: async () => undefined, madeAt: () => 0 };

describe('people of other networks as users of a real Synapse', needs('synapse'), () => {
  let synapse: TestSynapse;
  let rig: MessageRig;
  let ghosts: Ghosts;
  let ada: MatrixUser;
  let room: RoomId;

  const say = (jobId: string, more: { thread?: EventId; firstTriedAt?: number } = {}) =>
    ghosts.say(
      {
        ...{ room, jobId, text: jobId, ghost: { channel: 'telegram', person: '42', name: 'Eva (Telegram)' } },
        ...{ thread: more.thread, firstTriedAt: more.firstTriedAt },
      },
      never,
    );

  before(async () => {
    synapse = await startSynapse();
    rig = await openMessageRig(synapse);
    const { client, rooms } = rig;
    const posterOf = (by: typeof client) =>
      makeRoomPoster({ client: by, device: noDevice, clock: systemClock, homeserverTime: sameTime, log: silentLog });
    ghosts = makeGhosts({
      ...{ client, posterOf, poster: posterOf(client), rooms, homeserverTime: sameTime, log: silentLog },
    });
    ada = await synapse.registerUser('ada');
    room = (await ada.createRoom({ invite: ['@porter:porter.test'] })) as RoomId;
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
    await synapse?.[Symbol.asyncDispose]();
  });

  test('what is said below a message that is gone is said by itself, once', async () => {
    const there = (await ada.sendText(room, 'the notice')) as EventId;
    const below = await ada.event(room, await say('below', { thread: there }));
    assert.equal(below.content['m.relates_to']?.event_id, there);
    const alone = await say('alone', { thread: '$gone' as EventId });
    assert.equal((await ada.event(room, alone)).content['m.relates_to'], undefined);
    assert.equal(await say('alone', { thread: '$gone' as EventId, firstTriedAt: Date.now() }), alone);
  });

  test('an event of Porter or a ghost says its job; one of somebody else, or none, says nothing', async () => {
    const said = await say('job-1');
    assert.equal(await ghosts.jobOf(room, said), 'job-1');
    const forged = await ada.send(room, 'm.room.message', {
      ...{ msgtype: 'm.text', body: 'x', 'dev.porter.id': 'job-1' },
    });
    for (const event of [forged, '$unknown']) assert.equal(await ghosts.jobOf(room, event as EventId), undefined);
    const elsewhere = (await ada.createRoom()) as RoomId;
    assert.equal(await ghosts.jobOf(elsewhere, said), undefined);
  });
});
