import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { InboxHandler } from '../../src/inbox/item.ts';
import { DAY, systemClock } from '../../src/kernel/clock.ts';
import { onEveryDatabase } from './databases.ts';
import { item, startInbox } from './inbox-rig.ts';

onEveryDatabase((database, open) => {
  describe(`inbox: ${database}`, () => {
    test('what came is handled in order, once, and its content is gone', async () => {
      await using opened = await open();
      const seen: string[] = [];
      await using inbox = startInbox(opened, async ({ key, body }) => {
        seen.push(`${key} ${body}`);
      });
      assert.equal(await inbox.keep([item('$b', 'one'), item('$a', 'two')]), 2);
      assert.equal(await inbox.keep([item('$c', 'three')]), 1);
      await inbox.idle();
      assert.deepEqual(seen, ['$b one', '$a two', '$c three']);
      assert.deepEqual(await opened.storage.inbox.counts(), { waiting: 0, parked: 0 });
    });

    test('V4: same id same body, same id other body, twice in one batch, two at once, after a restart: once', async () => {
      await using opened = await open({ clock: systemClock });
      const seen: string[] = [];
      const handler: InboxHandler = async ({ key }) => {
        seen.push(key);
      };
      {
        await using inbox = startInbox(opened, handler);
        assert.equal(await inbox.keep([item('$a'), item('$a')]), 1);
        assert.equal(await inbox.keep([item('$a'), item('$a', 'other')]), 0);
        const other = await opened.beside();
        const both = await Promise.all([
          inbox.keep([item('$b'), item('$c')]),
          other.inbox.keep([item('$c'), item('$b')]),
          inbox.keep([item('$c'), item('$d')]),
        ]);
        assert.equal(
          both.reduce((sum, n) => sum + n, 0),
          3,
        );
        await inbox.idle();
      }
      await opened.reopen();
      await using inbox = startInbox(opened, handler);
      assert.equal(await inbox.keep([item('$d'), item('$e')]), 1);
      await inbox.idle();
      assert.deepEqual(seen.toSorted(), ['$a', '$b', '$c', '$d', '$e']);
    });

    test('V4: however transactions are repeated and cut, every event is handled once and none is dropped', async () => {
      await using opened = await open();
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }), { maxLength: 6 }),
          async (batches) => {
            run += 1;
            const seen: string[] = [];
            await using inbox = startInbox(opened, async ({ key }) => {
              seen.push(key);
            });
            const mine = run;
            let added = 0;
            for (const batch of batches) added += await inbox.keep(batch.map((n) => item(`$${mine}:${n}`)));
            await inbox.idle();
            const wanted = new Set(batches.flat().map((n) => `$${mine}:${n}`));
            assert.equal(added, wanted.size);
            assert.deepEqual(seen.toSorted(), [...wanted].sort());
          },
        ),
        { numRuns: 15 },
      );
    });

    test('D5: what was kept and not handled before the end of the process is handled after it', async () => {
      await using opened = await open();
      assert.equal(await opened.storage.inbox.keep([item('$a'), item('$b')]), 2);
      await opened.reopen();
      const seen: string[] = [];
      await using inbox = startInbox(opened, async ({ key }) => {
        seen.push(key);
      });
      assert.equal(await inbox.keep([item('$a'), item('$b')]), 0, 'the homeserver repeats what it had no answer for');
      await inbox.idle();
      assert.deepEqual(seen, ['$a', '$b']);
    });

    test('keys are forgotten thirty days after they were handled, not before', async () => {
      await using opened = await open();
      await using inbox = startInbox(opened, async () => {});
      await inbox.keep([item('$a')]);
      await inbox.idle();
      opened.clock.jump(29 * 86_400_000);
      await opened.storage.tidy({ done: 30 * DAY, ended: 180 * DAY });
      assert.equal(await inbox.keep([item('$a')]), 0);
      opened.clock.jump(2 * 86_400_000);
      await opened.storage.tidy({ done: 30 * DAY, ended: 180 * DAY });
      assert.equal(await inbox.keep([item('$a')]), 1);
      await inbox.idle();
    });

    test('a transaction of a hundred events is one commit', async () => {
      await using opened = await open();
      let told = 0;
      const stop = opened.storage.changed(() => {
        told += 1;
      });
      const before = told;
      assert.equal(await opened.storage.inbox.keep(Array.from({ length: 100 }, (_, n) => item(`$${n}`))), 100);
      assert.ok(told - before >= 1);
      assert.deepEqual(
        (await opened.storage.inbox.next('test', 200)).map(({ key }) => key),
        Array.from({ length: 100 }, (_, n) => `$${n}`),
      );
      stop();
    });
  });
});
