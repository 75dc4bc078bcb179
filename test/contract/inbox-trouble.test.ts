import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { InboxHandler, InboxItem } from '../../src/inbox/item.ts';
import { openInbox } from '../../src/inbox/open-inbox.ts';
import { DAY } from '../../src/kernel/clock.ts';
import { Fault, type FaultOptions } from '../../src/kernel/fault.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { onEveryDatabase } from './databases.ts';
import { item, startInbox } from './inbox-rig.ts';
import { pass } from './outbox-rig.ts';

const fault = (over: Partial<FaultOptions> = {}) =>
  new Fault('it broke', { code: 'test.broke', retryable: true, scope: 'message', ...over });

onEveryDatabase((database, open) => {
  describe(`inbox in trouble: ${database}`, () => {
    test('an item that was parked because nobody heard its source is as new when it waits again; any other is not', async () => {
      await using opened = await open();
      const { inbox } = opened.storage;
      await inbox.keep([item('$left-out'), item('$broken')]);
      await inbox.park('test', '$broken', 'test.broke');
      await inbox.parkOthers([], 'no-handler');
      await inbox.retryParked();
      assert.deepEqual(
        (await inbox.next('test', 10)).map(({ key, retried }) => [key, retried]),
        [
          ['$left-out', false],
          ['$broken', true],
        ],
      );
    });

    test('N1: what waits for the homeserver is tried at once when something outside has changed', async () => {
      await using opened = await open();
      let up = false;
      let tries = 0;
      await using inbox = startInbox(opened, async () => {
        tries += 1;
        if (!up) throw fault({ scope: 'channel' });
      });
      await inbox.keep([item('$a')]);
      await pass(opened, 2 * 60_000, 1_000);
      const before = tries;
      assert.ok(before >= 5 && before < 12, `${before} tries`);
      up = true;
      inbox.resume();
      await inbox.idle();
      assert.equal(tries, before + 1);
      assert.deepEqual(await opened.storage.inbox.counts(), { waiting: 0, parked: 0 });
    });

    test('N1: what changes outside during an attempt counts for its next one', async () => {
      await using opened = await open();
      let tries = 0;
      await using inbox = startInbox(opened, async () => {
        tries += 1;
        if (tries > 1) return;
        inbox.resume();
        throw fault({ scope: 'channel' });
      });
      await inbox.keep([item('$a')]);
      await inbox.idle();
      assert.equal(tries, 2);
    });

    test('while the homeserver cannot be asked the same item is tried again without limit, and nothing passes it', async () => {
      await using opened = await open();
      const seen: string[] = [];
      let up = false;
      await using inbox = startInbox(opened, async ({ key }) => {
        seen.push(key);
        if (!up) throw fault({ scope: 'channel', retryable: false });
      });
      await inbox.keep([item('$a'), item('$b')]);
      await pass(opened, 3_600_000, 30_000);
      assert.ok(seen.length > 50 && seen.every((key) => key === '$a'));
      up = true;
      await pass(opened, 120_000, 10_000);
      await inbox.idle();
      assert.deepEqual(seen.slice(-2), ['$a', '$b']);
    });

    test('what fails five times is parked where it can be seen, and the next goes on', async () => {
      await using opened = await open();
      const seen: string[] = [];
      let sick = true;
      await using inbox = startInbox(opened, async ({ key }) => {
        seen.push(key);
        if (key === '$sick' && sick) throw new TypeError('bug');
        if (key === '$later' && seen.filter((each) => each === '$later').length < 3) throw fault();
      });
      await inbox.keep([item('$sick'), item('$later'), item('$fine')]);
      await pass(opened, 60_000, 1_000);
      await inbox.idle();
      assert.equal(seen.filter((key) => key === '$sick').length, 5);
      assert.deepEqual(seen.slice(5), ['$later', '$later', '$later', '$fine']);
      assert.deepEqual(await opened.storage.inbox.counts(), { waiting: 0, parked: 1 });
      sick = false;
      assert.equal(await opened.storage.inbox.retryParked(), 1);
      await inbox.idle();
      assert.equal(seen.at(-1), '$sick');
      assert.deepEqual(await opened.storage.inbox.counts(), { waiting: 0, parked: 0 });
    });

    test('items that were parked are handled again as they came, before what came after them', async () => {
      await using opened = await open();
      const { inbox: store } = opened.storage;
      await store.keep([item('$a'), item('$b'), item('$c')]);
      for (const key of ['$b', '$a']) await store.park('test', key, 'inbox.bug');
      assert.deepEqual(await store.counts(), { waiting: 1, parked: 2 });
      const beside = await opened.beside();
      assert.equal(await beside.inbox.retryParked(), 2);
      assert.equal(await beside.inbox.retryParked(), 0);
      await beside[Symbol.asyncDispose]();
      const seen: string[] = [];
      await using inbox = startInbox(opened, async ({ key, body }) => {
        assert.notEqual(body, '');
        seen.push(key);
      });
      await inbox.idle();
      assert.deepEqual(seen, ['$a', '$b', '$c']);
      assert.deepEqual(await store.counts(), { waiting: 0, parked: 0 });
      assert.equal(await store.keep([item('$a')]), 0, 'a repeat is still known');
    });

    test('what was parked gets one attempt when it is tried again, and nothing behind it waits', async () => {
      await using opened = await open();
      const { inbox: store } = opened.storage;
      const sick = Array.from({ length: 10 }, (_, n) => `$sick${n}`);
      await store.keep(sick.map((key) => item(key)));
      for (const key of sick) await store.park('test', key, 'inbox.bug');
      const seen: string[] = [];
      for (const vote of ['$one', '$two']) {
        assert.equal(await store.retryParked(), 10);
        await store.keep([item(vote)]);
        await using inbox = startInbox(opened, async ({ key }) => {
          seen.push(key);
          if (key.startsWith('$sick')) throw key === '$sick0' ? new TypeError('bug') : fault();
        });
        // The test's clock stands still: whoever sleeps never comes back.
        await inbox.idle();
        assert.deepEqual(seen.splice(0), [...sick, vote]);
        assert.deepEqual(await store.counts(), { waiting: 0, parked: 10 });
      }
    });

    test('N1: while the homeserver is away also what was parked waits for it', async () => {
      await using opened = await open();
      const { inbox: store } = opened.storage;
      await store.keep([item('$sick')]);
      await store.park('test', '$sick', 'inbox.bug');
      await store.retryParked();
      let isUp = false;
      let tries = 0;
      await using inbox = startInbox(opened, async () => {
        tries += 1;
        if (!isUp) throw fault({ scope: 'channel' });
      });
      await pass(opened, 60_000, 1_000);
      assert.ok(tries > 2);
      isUp = true;
      inbox.resume();
      await inbox.idle();
      assert.deepEqual(await store.counts(), { waiting: 0, parked: 0 });
    });

    test('an item that alone fails while everything outside is fine is parked after ten minutes, and the next goes on', async () => {
      await using opened = await open();
      const { inbox: store } = opened.storage;
      const seen: string[] = [];
      let isFine = false;
      const handler: InboxHandler = async ({ key }) => {
        seen.push(key);
        if (key === '$sick') throw fault({ scope: 'channel' });
        if (key === '$full' && seen.filter((each) => each === '$full').length < 60) {
          throw fault({ scope: 'channel', code: 'storage.unavailable', place: 'storage' });
        }
      };
      await using inbox = startInbox(opened, handler, () => isFine);
      await inbox.keep([item('$sick'), item('$full'), item('$fine')]);
      await pass(opened, 30 * 60_000, 30_000);
      assert.deepEqual(await store.counts(), { waiting: 3, parked: 0 }, 'an outage');
      isFine = true;
      await pass(opened, 9 * 60_000, 30_000);
      assert.deepEqual(await store.counts(), { waiting: 3, parked: 0 }, 'not at once');
      await pass(opened, 3 * 60_000, 30_000);
      assert.deepEqual(await store.counts(), { waiting: 2, parked: 1 });
      await pass(opened, 90 * 60_000, 30_000);
      await inbox.idle();
      assert.equal(seen.at(-1), '$fine');
      assert.deepEqual(await store.counts(), { waiting: 0, parked: 1 }, 'our own database says nothing about an item');

      await store.retryParked();
      await inbox.idle();
      assert.equal(seen.at(-1), '$sick');
      assert.deepEqual(await store.counts(), { waiting: 0, parked: 1 });
    });

    test('L11: what is parked loses its content after the time for what has failed for good, its key with the handled ones', async () => {
      await using opened = await open();
      const { inbox: store } = opened.storage;
      const keep = { done: 30 * DAY, ended: 180 * DAY };
      await store.keep([item('$sick')]);
      await store.park('test', '$sick', 'inbox.bug');
      opened.clock.jump(179 * DAY);
      // Tried again it is not any younger.
      await store.retryParked();
      await store.park('test', '$sick', 'inbox.bug');
      await opened.storage.tidy(keep);
      assert.deepEqual(await store.counts(), { waiting: 0, parked: 1 });
      opened.clock.jump(2 * DAY);
      await opened.storage.tidy(keep);
      assert.deepEqual(await store.counts(), { waiting: 0, parked: 0 });
      assert.equal(await store.retryParked(), 0);
      assert.equal(await store.keep([item('$sick')]), 0, 'a repeat is still known');
      opened.clock.jump(31 * DAY);
      await opened.storage.tidy(keep);
      assert.equal(await store.keep([item('$sick')]), 1);
    });

    test('stopping ends the wait of an item that failed, and it is there at the next start', async () => {
      await using opened = await open();
      let tried = 0;
      const inbox = startInbox(opened, async () => {
        tried += 1;
        throw fault({ scope: 'channel' });
      });
      await inbox.keep([item('$a')]);
      while (tried === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      await inbox.stop();
      assert.equal((await opened.storage.inbox.next('test', 5)).length, 1);
    });

    test('each source is served in order, and none waits for another that is stuck', async () => {
      await using opened = await open();
      const seen: string[] = [];
      let up = false;
      const from = (source: string, key: string): InboxItem => ({ ...item(key), source });
      const inbox = openInbox({
        store: opened.storage.inbox,
        sources: {
          matrix: {
            async handle({ key }) {
              if (!up) throw fault({ scope: 'channel', place: 'homeserver' });
              seen.push(`matrix ${key}`);
            },
          },
          chat: {
            async handle({ key }) {
              seen.push(`chat ${key}`);
            },
          },
        },
        clock: opened.clock,
        log: silentLog,
      });
      // Two networks may use the same ID.
      await inbox.keep([from('matrix', '1'), from('chat', '1'), from('matrix', '2'), from('chat', '2')]);
      while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
      assert.deepEqual(seen, ['chat 1', 'chat 2']);
      assert.equal(await inbox.keep([from('chat', '2'), from('chat', '3')]), 1);
      while (seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 2));
      assert.equal((await opened.storage.inbox.next('matrix', 9)).length, 2);
      up = true;
      inbox.resume();
      await inbox.idle();
      assert.deepEqual(seen, ['chat 1', 'chat 2', 'chat 3', 'matrix 1', 'matrix 2']);
      await inbox.stop();
    });

    test('what a source left behind that nobody handles any more is parked, and handled when it is back', async () => {
      await using opened = await open();
      const { inbox: store } = opened.storage;
      await store.keep([item('$a'), { ...item('$b'), source: 'gone' }]);
      const seen: string[] = [];
      {
        await using inbox = startInbox(opened, async ({ key }) => {
          seen.push(key);
        });
        await inbox.idle();
      }
      assert.deepEqual([seen, await store.counts()], [['$a'], { waiting: 0, parked: 1 }]);
      await store.retryParked();
      const handle: InboxHandler = async ({ key }) => void seen.push(key);
      const back = openInbox({ store, sources: { gone: { handle } }, clock: opened.clock, log: silentLog });
      await back.idle();
      await back.stop();
      assert.deepEqual([seen, await store.counts()], [['$a', '$b'], { waiting: 0, parked: 0 }]);
    });
  });
});
