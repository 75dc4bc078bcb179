import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Fault } from '../../../src/kernel/fault.ts';
import { type EventId, parseUserId } from '../../../src/kernel/matrix-id.ts';
import { eventually } from '../../support/eventually.ts';
import { openRig, type Rig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

describe('what the team room shows of an event, on a real Synapse that deletes old messages', needs('synapse'), () => {
  let synapse: TestSynapse;
  let boss: MatrixUser;
  let rig: Rig;
  let room: string;
  before(async () => {
    synapse = await startSynapse({ extra: { retention: { enabled: true } } });
    boss = await synapse.registerAdmin('boss');
    await synapse.promotePorter(boss);
    const admin = parseUserId(boss.userId);
    rig = await openRig(synapse, { room: admin === undefined ? {} : { admin } });
    assert.equal((await rig.steps.look()).ready, true, JSON.stringify(rig.steps.state().next));
    room = await boss.join('#team:porter.test');
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
    await synapse?.[Symbol.asyncDispose]();
  });
  const voted = async (text: string) => {
    const notice = (await boss.sendText(room, text)) as EventId;
    await boss.react(room, notice, '✅');
    return notice;
  };

  test('one that is whole, redacted, purged, or never was', async () => {
    const [whole, redacted, purged] = [await voted('one'), await voted('two'), await voted('three')];
    await boss.redact(room, redacted);
    assert.equal(await rig.teamRoom.eventState(whole), 'whole');
    assert.equal(await rig.teamRoom.eventState(redacted), 'redacted');
    assert.equal((await rig.teamRoom.reactionsOn(purged))?.length, 1);
    await boss.purge(room, await boss.sendText(room, 'kept'));
    for (const gone of [purged, '$unknown' as EventId]) {
      assert.equal(await rig.teamRoom.eventState(gone), 'gone');
      assert.equal(await rig.teamRoom.reactionsOn(gone), 'gone');
    }
  });

  test('what the retention of the room hides is gone before it is purged; nothing is gone for somebody who is not in the room', async () => {
    const notice = await voted('four');
    assert.equal((await rig.teamRoom.reactionsOn(notice))?.length, 1);
    await boss.setState(room, 'm.room.retention', { max_lifetime: 1 });
    await eventually(async () => (await rig.teamRoom.eventState(notice)) === 'gone');
    assert.equal(await rig.teamRoom.reactionsOn(notice), 'gone');

    await synapse.asPorter('POST', `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/leave`, {});
    const outside = (error: unknown) => error instanceof Fault && error.code === 'homeserver.not-in-room';
    await assert.rejects(rig.teamRoom.eventState(notice), outside);
    await assert.rejects(rig.teamRoom.reactionsOn(notice), outside);
  });
});
