import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../../src/kernel/clock.ts';
import type { EventId, RoomId } from '../../src/kernel/matrix-id.ts';
import { remarkJobs } from '../../src/notifications/rules/remark-jobs.ts';
import { onEveryDatabase } from './databases.ts';

const room = '!room:porter.test' as RoomId;
const remark = { room, channel: 'telegram', address: '42', at: 5 };

onEveryDatabase((_, open) => {
  test('where replies to a remark go is known by its event, until it is tidied away', async () => {
    await using opened = await open();
    const { notifications } = opened.storage;
    const [old, young] = ['$old', '$young'] as [EventId, EventId];
    await notifications.keepRemark({ ...remark, eventId: old });
    await notifications.keepRemark({ ...remark, eventId: young, at: 50 });
    await notifications.keepRemark({ ...remark, eventId: young, address: '43' });
    assert.equal((await notifications.findRemark(young))?.address, '42', 'the first stays');
    await notifications.tidy(10);
    assert.equal(await notifications.findRemark(old), undefined);
    assert.equal((await notifications.findRemark(young))?.room, room);
  });

  test('which message tells of what was announced is known by its name, until it is tidied away', async () => {
    await using opened = await open();
    const { notifications } = opened.storage;
    const told = { origin: 'registration', id: 'waiting:a:1' };
    await notifications.keepAnnounced({ ...told, name: 'one', at: 5 });
    await notifications.keepAnnounced({ ...told, name: 'two', at: 50 });
    await notifications.keepAnnounced({ ...told, name: 'two', at: 60 });
    assert.deepEqual(await notifications.findAnnounced('one'), told);
    await notifications.tidy(10);
    assert.equal(await notifications.findAnnounced('one'), undefined);
    assert.deepEqual(await notifications.findAnnounced('two'), told);
  });

  test('the job that shows a remark is found by its id', async () => {
    await using opened = await open();
    const { notifications, jobs, desk } = opened.storage;
    const said = { key: 'k', at: ['42'] as const, person: '42', name: 'Ada', text: 'Hi' };
    const made = remarkJobs('telegram', said, [{ room, thread: undefined }], { now: opened.clock.now(), life: DAY });
    await jobs.add(made);
    const [kept] = await desk.list({ limit: 1 });
    assert.deepEqual(await notifications.findJob(kept?.id ?? ''), { kind: made[0]?.kind, payload: made[0]?.payload });
    assert.equal(await notifications.findJob('unknown'), undefined);
    await desk.drop(kept?.id ?? '', opened.clock.now());
    assert.equal(await notifications.findJob(kept?.id ?? ''), undefined, 'given up, its content is gone');
  });
});
