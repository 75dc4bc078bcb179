import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Localpart, UserId } from '../../src/kernel/matrix-id.ts';
import type { Application } from '../../src/registration/application.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, aJob, aLink, anEmail, anEntry, HOLD, NOW, submitted, waiting } from './samples.ts';

const HOUR = 3_600_000;
const keysOf = async ({ desk }: Storage) => (await desk.list({ limit: 100 })).map(({ key }) => key).sort();

onEveryDatabase((database, open) => {
  describe(`application store: ${database}`, () => {
    test('every stage comes back as it was saved', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const ada = '@ada:porter.test' as UserId;
      const first = submitted();
      const decided = { votes: [{ id: '$1', voter: ada, choice: 'approve' }], by: [ada], how: 'votes' } as const;
      const userId = '@lena:porter.test' as UserId;
      const stages: readonly ((of: Application) => Application)[] = [
        (of) => ({ ...of, stage: 'waiting', votes: decided.votes }),
        (of) => ({ ...of, ...decided, stage: 'approved', actsAt: NOW, nameLost: true }),
        (of) => ({ ...of, ...decided, stage: 'admitted', userId }),
        (of) => ({ ...of, ...decided, stage: 'settled', userId }),
        (of) => ({ ...of, ...decided, stage: 'declined', actsAt: NOW, userId: undefined }),
        (of) => ({ ...of, ...decided, stage: 'closed', how: 'person' }),
        (of) => ({ ...of, stage: 'expired', why: 'nobody-decided' }),
        (of) => ({ ...of, stage: 'withdrawn' }),
      ];
      assert.equal(await applications.create(() => aChange(first), HOLD), 'saved');
      assert.deepEqual(await applications.find(first.id), first);
      let version = 1;
      for (const stage of stages) {
        version += 1;
        const plain = { ...first, version } as Application;
        const next = stage(plain);
        assert.equal(await applications.save(aChange(next)), 'saved');
        assert.deepEqual(await applications.find(first.id), next);
        assert.deepEqual(await applications.findByShortId(first.shortId), next);
      }
      assert.equal(await applications.find('nobody'), undefined);
      assert.equal(await applications.findByShortId(99_999), undefined);
    });

    test('V8: the second of two writers is told, and leaves nothing behind', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(() => aChange(first), HOLD);
      const next = waiting(first);
      assert.equal(await applications.save(aChange(next, { jobs: [aJob({ key: 'a' })] })), 'saved');
      const late = aChange(next, {
        jobs: [aJob({ key: 'b' })],
        links: [aLink(next)],
        audit: anEntry(next, { what: 'correct-address' }),
      });
      assert.equal(await applications.save(late), 'stale');
      assert.deepEqual(await keysOf(opened.storage), ['a']);
      assert.equal(await applications.findLink(`hash-${next.id}`), undefined);
      assert.deepEqual(
        (await applications.audit(first.id)).map(({ what }) => what),
        ['submit', 'submit'],
      );
    });

    test('V8: of many writers at once exactly one saves, and one job is made', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const first = submitted();
      await opened.storage.applications.create(() => aChange(first), HOLD);
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          (n % 2 ? other : opened.storage).applications.save(
            aChange(waiting(first), { jobs: [aJob({ key: `k${n}` })] }),
          ),
        ),
      );
      assert.deepEqual(results.toSorted(), ['saved', ...Array(7).fill('stale')].toSorted());
      assert.equal((await keysOf(opened.storage)).length, 1);
    });

    test('S6: the same name twice at once has one winner, also by two processes', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const localpart = 'lena' as Localpart;
      const results = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          (n % 2 ? other : opened.storage).applications.create(
            () => aChange(submitted({ localpart }), { jobs: [aJob({ key: `n${n}` })] }),
            HOLD,
          ),
        ),
      );
      assert.equal(results.filter((result) => result === 'saved').length, 1);
      assert.equal((await keysOf(opened.storage)).length, 1);
      assert.equal((await opened.storage.applications.list([], 10)).length, 1);
    });

    test('S6: the same address twice at once has one winner', async () => {
      await using opened = await open({ clock: systemClock });
      const { applications } = opened.storage;
      const both = [submitted({ addressHash: 'same' }), submitted({ addressHash: 'same' })];
      for (const each of both) await applications.create(() => aChange(each), HOLD);
      const results = await Promise.all(both.map((each) => applications.save(aChange(waiting(each)))));
      assert.deepEqual(results.toSorted(), ['address-claimed', 'saved']);
      assert.ok(await applications.findByAddress('same'));
    });

    test('a name is held until the hold ends, and claimed from the proof on until the stage frees it', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const localpart = 'lena' as Localpart;
      const first = submitted({ localpart });
      await applications.create(() => aChange(first), HOLD);
      assert.equal(await applications.nameHeld(localpart, HOLD - 1), true);
      assert.equal(await applications.nameHeld(localpart, HOLD - 1, first.id), false);
      assert.equal(await applications.nameHeld(localpart, HOLD), false);

      // After the end of the hold somebody else takes it; the first one's proof then finds it claimed.
      const second = submitted({ localpart });
      const later = { ...anEntry(second), at: HOLD };
      assert.equal(await applications.create(() => aChange(second, { audit: later }), HOLD + 2 * HOUR), 'saved');
      const claimed = waiting(second);
      assert.equal(await applications.save(aChange(claimed, { audit: later })), 'saved');
      assert.equal(await applications.nameHeld(localpart, HOLD + 1_000 * HOUR), true);
      assert.equal(await applications.save(aChange(waiting(first), { audit: later })), 'name-claimed');
      assert.equal((await applications.find(first.id))?.stage, 'submitted');

      const gone: Application = { ...claimed, stage: 'withdrawn', version: claimed.version + 1 };
      assert.equal(await applications.save(aChange(gone, { audit: later })), 'saved');
      assert.equal(await applications.nameHeld(localpart, HOLD), false);
      assert.equal(await applications.findByAddress(second.addressHash), undefined);
      assert.equal(await applications.save(aChange(waiting(first), { audit: later })), 'saved');
    });

    test('a new name frees the old one', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(() => aChange(first), HOLD);
      const other = { ...waiting(first), localpart: 'another' as Localpart };
      assert.equal(await applications.save(aChange(other)), 'saved');
      assert.equal(await applications.nameHeld(first.localpart, NOW), false);
      assert.equal(await applications.nameHeld('another' as Localpart, NOW), true);
    });

    test('lists go from the newest down, page by page; caps count what was made', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const all = [1, 2, 3, 4, 5].map((n) =>
        submitted({ createdAt: NOW + n, email: anEmail(`x${n}@${n > 3 ? 'a' : 'b'}.example`) }),
      );
      for (const each of all) await applications.create(() => aChange(each), HOLD);
      const [first] = all;
      assert.ok(first);
      await applications.save(aChange({ ...first, stage: 'withdrawn', version: 2 }));
      const newest = await applications.list([], 2);
      assert.deepEqual(
        newest.map(({ id }) => id),
        [all[4]?.id, all[3]?.id],
      );
      assert.deepEqual(
        (await applications.list(['submitted'], 10, newest[1]?.shortId)).map(({ id }) => id),
        [all[2]?.id, all[1]?.id],
      );
      assert.deepEqual(await applications.counts(NOW + 2, 'a.example'), { made: 4, ofDomain: 2, open: 4 });
      assert.equal(await applications.oldestSince(NOW + 2), NOW + 2);
      assert.equal(await applications.oldestSince(NOW, 'a.example'), NOW + 4);
      assert.equal(await applications.oldestSince(NOW + 10), undefined);
    });

    test('short ids count from 1 and are never given out twice', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const all = Array.from({ length: 10 }, () => submitted());
      await Promise.all(
        all.map((each, n) =>
          (n % 2 ? other : opened.storage).applications.create((shortId) => aChange({ ...each, shortId }), HOLD),
        ),
      );
      const given = (await opened.storage.applications.list([], 20)).map(({ shortId }) => shortId);
      assert.deepEqual(
        given,
        Array.from({ length: 10 }, (_, n) => 10 - n),
      );
    });

    test('what comes in one moment shares a commit; what is refused or breaks takes nothing of the others with it', async () => {
      await using opened = await open({ clock: systemClock });
      const { applications } = opened.storage;
      let told = 0;
      const forget = opened.storage.changed(() => {
        told += 1;
      });
      // That it listens is a word by itself, which may come at any moment.
      if (opened.place.kind === 'postgres') await eventually(() => told > 0);
      told = 0;
      const together = Array.from({ length: 5 }, () => submitted());
      const saved = await Promise.all(
        together.map((each) => applications.create((shortId) => aChange({ ...each, shortId }), HOLD)),
      );
      const commits = told;
      forget();
      assert.deepEqual(
        saved,
        together.map(() => 'saved'),
      );
      // PostgreSQL says it a second time, to other processes.
      assert.ok(commits <= 2, `${commits} commits`);

      const [first, second, third] = [submitted(), submitted(), submitted()];
      const answers = await Promise.allSettled([
        applications.create((shortId) => aChange({ ...first, shortId }), HOLD),
        applications.create<'full'>(() => 'full', HOLD),
        applications.create((shortId) => aChange({ ...second, shortId, localpart: first.localpart }), HOLD),
        applications.create(() => assert.fail('broken'), HOLD),
        applications.create((shortId) => aChange({ ...third, shortId }), HOLD),
      ]);
      assert.deepEqual(
        answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason.message)),
        ['saved', 'full', 'name-claimed', 'broken', 'saved'],
      );
      const kept = (await applications.list(['submitted'], 20)).slice(0, 2);
      assert.deepEqual(kept.map(({ id }) => id).sort(), [first.id, third.id].sort());
      assert.deepEqual(
        kept.map(({ shortId }) => shortId),
        [7, 6],
      );
    });

    test('S16: a cap counts what stands before, however many come at once and wherever', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const answers = await Promise.all(
        Array.from({ length: 12 }, submitted).map((each, n) =>
          (n % 2 ? other : opened.storage).applications.create<'full'>(async (shortId, before) => {
            const { made } = await before.counts(NOW - HOUR, 'example.org');
            return made < 5 ? aChange({ ...each, shortId }) : 'full';
          }, HOLD),
        ),
      );
      assert.equal(answers.filter((answer) => answer === 'saved').length, 5);
      assert.equal((await opened.storage.applications.counts(0, 'example.org')).made, 5);
    });
  });
});
