import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDoor } from '../../test/support/door.ts';
import type { EventId, RoomId } from '../kernel/matrix-id.ts';
import { makeAnnounceWaiting, makeStillWaiting, makeWhereDiscussed } from './announce-waiting.ts';

test('an announcement is so as long as the application waits in the round that it was made for', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve({ username: 'lena' });
  const ids: string[] = [];
  const announce = makeAnnounceWaiting(
    ({ id }) => {
      ids.push(id);
      return [];
    },
    { teamLanguage: 'en' },
  );
  const notice = { kind: 'registration.react-to-notice', dueAt: 0 } as Parameters<typeof announce>[2][number];
  announce({ ...application, stage: 'submitted' } as typeof application, application, [notice]);
  const [id = ''] = ids;
  const isStillSo = makeStillWaiting(door.storage.applications);
  assert.equal(await isStillSo(id), true);
  assert.equal(await isStillSo(`${id}0`), false);
  assert.equal(await isStillSo('waiting:nobody:1'), false);
  assert.equal(await isStillSo('x'), false);
  const withdrawn = await door.advance(application.id, { kind: 'withdraw' });
  assert.ok(withdrawn.ok);
  assert.equal(await isStillSo(id), false);
});

test('the team talks about an application below its live notice, and nowhere if that is in another room', async () => {
  await using door = await openTestDoor();
  const { application } = await door.applyAndProve({ username: 'lena' });
  const { id, entry, round } = application;
  const { applications, votes } = door.storage;
  const [room, notice] = ['!team:porter.test' as RoomId, '$notice' as EventId];
  const where = (current: RoomId | undefined) =>
    makeWhereDiscussed({ applications, votes, room: { current: () => current } });
  assert.equal(await where(room)(`waiting:${id}:${entry}`), undefined, 'no notice yet');
  await votes.keepPosted({
    ...{ eventId: notice, roomId: room, kind: 'notice', applicationId: id, round, version: 1, at: 0, jobId: 'job' },
  });
  assert.deepEqual(await where(room)(`waiting:${id}:${entry}`), { room, thread: notice });
  for (const current of ['!other:porter.test' as RoomId, undefined]) {
    assert.equal(await where(current)(`waiting:${id}:${entry}`), undefined);
  }
  for (const unknown of ['waiting:nobody:1', 'x']) assert.equal(await where(room)(unknown), undefined);
});
