import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseRoomId, parseUserId, type RoomId, type UserId } from '../../../src/kernel/matrix-id.ts';
import { openRig, type Rig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

const porter = '@porter:porter.test';

describe('invitations to Porter, on a real Synapse', { ...needs('synapse') }, () => {
  let synapse: TestSynapse;
  let boss: MatrixUser;
  let ada: MatrixUser;
  let lobby: RoomId;
  let rig: Rig;

  before(async () => {
    synapse = await startSynapse({ teamAlias: 'team.*' });
    boss = await synapse.registerAdmin('boss');
    ada = await synapse.registerUser('ada');
    await synapse.promotePorter(boss);
    lobby = parseRoomId(await ada.createRoom()) as RoomId;
    rig = await openRig(synapse, { room: { otherRooms: [lobby], admin: parseUserId(boss.userId) as UserId } });
    assert.equal(await rig.teamRoom.enter(), undefined);
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
    await synapse?.[Symbol.asyncDispose]();
  });

  /** What becomes of Porter in this room once it has heard of the invitation. */
  async function becomes(room: string, by: MatrixUser): Promise<unknown> {
    await by.invite(room, porter);
    const [roomId, sender] = [parseRoomId(room) as RoomId, parseUserId(by.userId) as UserId];
    await rig.teamRoom.invited({ roomId, sender, state: [] });
    return (await by.state(room, 'm.room.member', porter))?.['membership'];
  }

  test('to any room by somebody who is no server admin: declined, each time', async () => {
    const room = await ada.createRoom();
    assert.equal(await becomes(room, ada), 'leave');
    assert.equal(await becomes(room, ada), 'leave');
  });

  test('by a server admin to a room that the configuration does not name: stays open', async () => {
    assert.equal(await becomes(await boss.createRoom(), boss), 'invite');
  });

  test('to a room that the configuration names: Porter enters it', async () => {
    assert.equal(await becomes(lobby, ada), 'join');
  });

  test('to the team room that it was in before: anybody who may invite there brings it back, and nothing is declined', async () => {
    const room = rig.teamRoom.current() as RoomId;
    await boss.join(room);
    await synapse.asPorter('POST', `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/invite`, {
      user_id: ada.userId,
    });
    await ada.join(room);
    await boss.setPowerLevels(room, { users: { [ada.userId]: 50 } });
    for (const by of [ada, boss]) {
      await synapse.asPorter('POST', `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/leave`, {});
      assert.equal(await becomes(room, by), 'join');
    }
  });
});
