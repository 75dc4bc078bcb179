import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDoor } from '../../test/support/door.ts';
import { makeAnnounceWaiting, makeStillWaiting } from './announce-waiting.ts';

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
