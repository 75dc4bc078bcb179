import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { EventId, RoomId } from '../../src/kernel/matrix-id.ts';
import { onEveryDatabase } from './databases.ts';
import { aPosted, aReaction, NOW } from './samples.ts';

const notice = '$notice' as EventId;
const room = '!room' as RoomId;
const event = (name: string) => `$${name}` as EventId;

onEveryDatabase((database, open) => {
  describe(`vote store: ${database}`, () => {
    test('V3: a reaction taken back does not count, also when the redaction comes first', async () => {
      await using opened = await open();
      const { votes } = opened.storage;
      const [a, b] = [aReaction({ eventId: event('a') }), aReaction({ eventId: event('b') })];
      await votes.keepReaction(a);
      await votes.keepReaction(a);
      assert.deepEqual(await votes.liveReactions(notice), [a]);
      assert.deepEqual(await votes.redact(a.eventId, room, NOW), a);
      assert.equal(await votes.redact(a.eventId, room, NOW), undefined);
      assert.equal(await votes.redact(b.eventId, room, NOW), undefined);
      await votes.keepReaction(b);
      await votes.keepReaction(a);
      assert.deepEqual(await votes.liveReactions(notice), []);
    });

    test('V3: a redaction in another room takes nothing back', async () => {
      await using opened = await open();
      const { votes } = opened.storage;
      await votes.keepReaction(aReaction());
      assert.equal(await votes.redact(aReaction().eventId, '!other' as RoomId, NOW), undefined);
      assert.equal((await votes.liveReactions(notice)).length, 1);
    });

    test('V4: in whatever order reactions, redactions and repeats come, the same are live', async () => {
      await using opened = await open();
      const { votes } = opened.storage;
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(
            ['a', 'b', 'c'].flatMap((name) => [
              { name, kind: 'react' as const },
              { name, kind: 'react' as const },
              { name, kind: 'redact' as const },
            ]),
          ),
          async (steps) => {
            run += 1;
            const target = event(`notice${run}`);
            for (const { name, kind } of steps) {
              const eventId = event(`${run}${name}`);
              if (kind === 'react') await votes.keepReaction(aReaction({ eventId, target }));
              else await votes.redact(eventId, room, NOW);
            }
            const has = (kind: string, name: string) => steps.some((step) => step.kind === kind && step.name === name);
            const expected = ['a', 'b', 'c'].filter((name) => has('react', name) && !has('redact', name));
            assert.deepEqual(
              (await votes.liveReactions(target)).map(({ eventId }) => eventId),
              expected.map((name) => event(`${run}${name}`)),
            );
          },
        ),
        { numRuns: 30 },
      );
    });

    test('what the room says replaces what was heard', async () => {
      await using opened = await open();
      const { votes } = opened.storage;
      const [a, b, c] = ['a', 'b', 'c'].map((name) => aReaction({ eventId: event(name) }));
      assert.ok(a && b && c);
      await votes.keepReaction(a);
      await votes.keepReaction(b);
      await votes.replaceReactions(notice, room, [b, c], NOW);
      assert.deepEqual(await votes.liveReactions(notice), [b, c]);
      await votes.replaceReactions(notice, room, [a], NOW);
      assert.deepEqual(await votes.liveReactions(notice), [a]);
      await votes.replaceReactions(notice, room, [], NOW);
      assert.deepEqual(await votes.liveReactions(notice), []);
    });

    test('V12: a key of any kind is kept, cut to 100 characters', async () => {
      await using opened = await open();
      const { votes } = opened.storage;
      await votes.keepReaction(aReaction({ key: `\u0000${'👍🏽'.repeat(200)}` }));
      const [kept] = await votes.liveReactions(notice);
      assert.equal([...(kept?.key ?? '')].length, 100);
      assert.ok(kept?.key.isWellFormed());
    });

    test('events that Porter posted are found by id, as the notice of a round, and by kind', async () => {
      await using opened = await open();
      const { votes } = opened.storage;
      const first = aPosted();
      await votes.keepPosted(first);
      await votes.keepPosted({ ...first, version: 9 });
      const again = aPosted({ eventId: event('again'), jobId: 'job2', version: 3, at: NOW + 1 });
      await votes.keepPosted(again);
      await votes.keepPosted({ ...again, eventId: event('else'), kind: 'edit' });
      assert.deepEqual(await votes.findPosted(notice), first);
      assert.equal(await votes.findPosted(event('else')), undefined);
      assert.deepEqual(await votes.findNotice('a', 1), again);
      assert.equal(await votes.findNotice('a', 2), undefined);
      const edit = aPosted({ eventId: event('edit'), jobId: 'job3', kind: 'edit', version: 5, at: NOW + 2 });
      await votes.keepPosted(edit);
      await votes.keepPosted(aPosted({ eventId: event('m'), jobId: 'job4', kind: 'mark', version: 8 }));
      assert.deepEqual(await votes.lastShown('a', 1), { version: 5, at: NOW + 2, fingerprint: undefined });
      const again5 = aPosted({ eventId: event('5'), jobId: 'job6', kind: 'edit', version: 5, at: NOW + 3 });
      await votes.keepPosted({ ...again5, fingerprint: '7-ab' });
      assert.deepEqual(await votes.lastShown('a', 1), { version: 5, at: NOW + 3, fingerprint: '7-ab' });
      assert.deepEqual(await votes.findPosted(event('5')), { ...again5, fingerprint: '7-ab' });
      assert.equal(await votes.lastShown('a', 2), undefined);
      const practice = aPosted({ eventId: event('p'), jobId: 'job5', kind: 'practice', applicationId: undefined });
      await votes.keepPosted(practice);
      assert.deepEqual(await votes.findPosted(event('p')), practice);
    });

    test('what is remembered outlives a restart', async () => {
      await using opened = await open();
      assert.equal(await opened.storage.memory.recall('practice'), undefined);
      await opened.storage.memory.remember('practice', '!a');
      await opened.storage.memory.remember('practice', '!b');
      await opened.reopen();
      assert.equal(await opened.storage.memory.recall('practice'), '!b');
    });
  });
});
