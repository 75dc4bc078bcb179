import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTeam, teamRoom } from '../../../test/support/team.ts';
import type { RoomId } from '../../kernel/matrix-id.ts';
import { findLostNotices } from './lost-notices.ts';

test('of the notices in the team room those that it lost are found, a few asked at a time; one left in another room is not lost', async () => {
  await using team = await openTeam();
  const lost: number[] = [];
  for (let n = 0; n < 12; n += 1) {
    const one = await team.waiting();
    const notice = await team.posted(one, n === 0 ? { roomId: '!before' as RoomId } : {});
    if (n % 4 === 0) team.room.lost.add(notice);
    if (n % 4 === 0 && n > 0) lost.push(one.shortId);
  }
  await team.waiting();
  let [asked, now, most] = [0, 0, 0];
  const found = await findLostNotices({
    applications: team.applications,
    votes: team.votes,
    current: teamRoom,
    async eventState(roomId, eventId) {
      assert.equal(roomId, teamRoom);
      asked += 1;
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return team.room.eventState(eventId);
    },
  });
  assert.deepEqual(found, lost);
  assert.equal(asked, 11);
  assert.ok(most <= 5, `${most}`);
});
