import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../../src/kernel/clock.ts';
import type { Accepting } from '../../src/notifications/ports.ts';
import { deliveryJobs, deliveryKey } from '../../src/notifications/rules/jobs.ts';
import type { Notification } from '../../src/ports/channel.ts';
import { onEveryDatabase } from './databases.ts';

const note: Notification = {
  ...{ title: 'Disk full', lines: ['sda1'], preformatted: false, link: undefined },
  ...{ urgency: 'normal', origin: 'router1', facts: [] },
};
const nameOf = (number: number) => ({
  sender: 'router1',
  id: `0199dddd-0000-7000-8000-${String(number).padStart(12, '0')}`,
});

onEveryDatabase((_name, open) => {
  const asking = (number: number, at: number, over: Partial<Accepting> = {}, addresses = 1): Accepting => {
    const name = nameOf(number);
    const all = Array.from({ length: addresses }, (_, index) => ({
      channel: 'email',
      address: `a${index}@example.org`,
    }));
    return { key: undefined, ids: [name.id], jobs: deliveryJobs(name, note, all, { at, life: DAY }), at, ...over };
  };
  const key = (digest: string, life = DAY) => ({ sender: 'router1', key: 'k', digest, life });

  test('notifications are kept with all their deliveries, in order, however many there are', async () => {
    await using opened = await open();
    const { notifications } = opened.storage;
    const now = opened.clock.now();
    await Promise.all([1, 2, 3].map((number) => notifications.accept(asking(number, now, {}, number === 2 ? 130 : 1))));
    const kept = await notifications.deliveries((number) => deliveryKey(nameOf(2), number));
    assert.equal(kept.length, 130);
    assert.deepEqual(kept[0], {
      ...{ channel: 'email', state: 'waiting', code: undefined, words: undefined },
      ...{ attempts: 0, acceptedAt: now, doneAt: undefined },
    });
    assert.deepEqual(await notifications.deliveries((number) => deliveryKey(nameOf(9), number)), []);
  });

  test('H14: a request is recognised by its key for a day, also when both come at once; another one with that key is not taken', async () => {
    await using opened = await open();
    const { notifications } = opened.storage;
    const now = opened.clock.now();
    const [one, again] = await Promise.all([
      notifications.accept(asking(1, now, { key: key('x') })),
      notifications.accept(asking(2, now, { key: key('x') })),
    ]);
    assert.deepEqual([one, again], [{ kind: 'kept' }, { kind: 'repeated', ids: [nameOf(1).id] }]);
    assert.deepEqual(await notifications.accept(asking(3, now, { key: key('y') })), { kind: 'other' });
    assert.deepEqual(await notifications.deliveries((number) => deliveryKey(nameOf(2), number)), []);
    await opened.reopen();
    const later = await opened.storage.notifications.accept(asking(4, now + DAY, { key: key('x') }));
    assert.equal(later.kind, 'repeated');
    const next = await opened.storage.notifications.accept(asking(5, now + DAY + 1, { key: key('y') }));
    assert.equal(next.kind, 'kept');
    const short = await opened.storage.notifications.accept(asking(7, now + DAY + 61, { key: key('y', 60) }));
    const over = await opened.storage.notifications.accept(asking(8, now + DAY + 62, { key: key('y', 60) }));
    assert.deepEqual([short.kind, over.kind], ['repeated', 'kept']);
    await opened.storage.notifications.tidy(now + 2 * DAY);
    assert.equal((await opened.storage.notifications.accept(asking(6, now + DAY + 2, { key: key('z') }))).kind, 'kept');
  });
});
