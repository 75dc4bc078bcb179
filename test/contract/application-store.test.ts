import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Localpart, UserId } from '../../src/kernel/matrix-id.ts';
import type { Application } from '../../src/registration/application.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, aJob, aLink, anEmail, anEntry, countedFrom, NOW, submitted, waiting } from './samples.ts';

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
      assert.equal(await applications.create(() => aChange(first)), 'saved');
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

    test('D5: the hash of a password from the form is kept with its application, another takes its place until the proof, and it ends with the stage', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      const kept = () => applications.findPasswordHash(first.id);
      await applications.create(() => aChange(first, { passwordHash: 'hash-1' }));
      assert.equal(await kept(), 'hash-1');
      await applications.keepPasswordHash(first.id, 'hash-2');
      await applications.keepPasswordHash('nobody', 'hash-2');
      const next = waiting(first);
      assert.equal(await applications.save(aChange(next)), 'saved');
      await applications.keepPasswordHash(first.id, 'hash-3');
      assert.equal(await kept(), 'hash-2');
      const ended = { ...next, version: next.version + 1, stage: 'withdrawn' } as const;
      assert.equal(await applications.save(aChange(ended)), 'saved');
      assert.equal(await kept(), undefined);
    });

    test('V8: the second of two writers is told, and leaves nothing behind', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(() => aChange(first));
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
      await opened.storage.applications.create(() => aChange(first));
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

    test('S6: the same name proved twice at once has one winner, also by two processes', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const localpart = 'lena' as Localpart;
      const all = Array.from({ length: 6 }, () => submitted({ localpart }));
      for (const each of all) assert.equal(await opened.storage.applications.create(() => aChange(each)), 'saved');
      const results = await Promise.all(
        all.map((each, n) =>
          (n % 2 ? other : opened.storage).applications.save(
            aChange(waiting(each), { jobs: [aJob({ key: `n${n}` })] }),
          ),
        ),
      );
      assert.deepEqual(results.toSorted(), [...Array(5).fill('name-claimed'), 'saved']);
      assert.equal((await keysOf(opened.storage)).length, 1);
      assert.equal((await opened.storage.applications.list(['waiting'], 10)).length, 1);
    });

    test('S6: the same address twice at once has one winner', async () => {
      await using opened = await open({ clock: systemClock });
      const { applications } = opened.storage;
      const both = [submitted({ addressHash: 'same' }), submitted({ addressHash: 'same' })];
      for (const each of both) await applications.create(() => aChange(each));
      const results = await Promise.all(both.map((each) => applications.save(aChange(waiting(each)))));
      assert.deepEqual(results.toSorted(), ['address-claimed', 'saved']);
      assert.ok(await applications.findByAddress('same'));
    });

    test('a name is claimed from the proof on until the stage frees it; an application that is not proved blocks nobody', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const localpart = 'lena' as Localpart;
      const [first, second] = [submitted({ localpart }), submitted({ localpart })];
      for (const each of [first, second]) assert.equal(await applications.create(() => aChange(each)), 'saved');
      assert.equal(await applications.nameClaimed(localpart), false);

      const claimed = waiting(second);
      assert.equal(await applications.save(aChange(claimed)), 'saved');
      assert.equal(await applications.nameClaimed(localpart), true);
      assert.equal(await applications.nameClaimed(localpart, second.id), false);
      assert.equal(await applications.save(aChange(waiting(first))), 'name-claimed');
      assert.equal((await applications.find(first.id))?.stage, 'submitted');

      const gone: Application = { ...claimed, stage: 'withdrawn', version: claimed.version + 1 };
      assert.equal(await applications.save(aChange(gone)), 'saved');
      assert.equal(await applications.nameClaimed(localpart), false);
      assert.equal(await applications.findByAddress(second.addressHash), undefined);
      assert.equal(await applications.save(aChange(waiting(first))), 'saved');
    });

    test('a new name frees the old one', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(() => aChange(first));
      const other = { ...waiting(first), localpart: 'another' as Localpart };
      assert.equal(await applications.save(aChange(other)), 'saved');
      assert.equal(await applications.nameClaimed(first.localpart), false);
      assert.equal(await applications.nameClaimed('another' as Localpart), true);
    });

    test('lists go from the newest down, page by page; caps count what was made', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const all = [1, 2, 3, 4, 5].map((n) =>
        submitted({ createdAt: NOW + n, email: anEmail(`x${n}@${n > 3 ? 'a' : 'b'}.example`) }),
      );
      for (const each of all) await applications.create(() => aChange(each));
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
      const counted = { proved: 0, provedOfDomain: 0, waiting: 0, unproved: 4, unprovedOfDomain: 2 };
      assert.deepEqual(await applications.counts(countedFrom(NOW + 2), 'a.example'), counted);
      assert.equal(await applications.oldestUnproved(NOW + 2), NOW + 2);
      assert.equal(await applications.oldestUnproved(NOW + 10), undefined);
    });

    test('S16: what reached the team is counted by its own time and proved domain, and read only when it is much', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const give = async (at: number, domain: string, fits = true) => {
        const made = submitted();
        await applications.create(() => aChange(made));
        const team = { at, domain, most: { all: 0, ofDomain: 0 }, fits: () => fits };
        return { made, saved: await applications.save(aChange(waiting(made), { team })) };
      };
      assert.equal((await give(NOW + 3, 'a.example')).saved, 'saved');
      assert.equal((await give(NOW + 1, 'b.example')).saved, 'saved');
      const { made, saved } = await give(NOW + 2, 'b.example', false);
      assert.equal(saved, 'team-full');
      assert.equal((await applications.find(made.id))?.stage, 'submitted');
      const counts = await applications.counts(countedFrom(NOW), 'b.example');
      assert.deepEqual([counts.proved, counts.provedOfDomain, counts.waiting, counts.unproved], [2, 1, 2, 1]);
      const all = { all: 0, ofDomain: 0 };
      assert.deepEqual(await applications.teamLoad(NOW, 'b.example', all), [
        { at: NOW + 1, domain: 'b.example' },
        { at: NOW + 3, domain: 'a.example' },
      ]);
      assert.equal((await applications.teamLoad(NOW + 1, 'b.example', all)).length, 1);
      assert.deepEqual(await applications.teamLoad(NOW, 'b.example', { all: 3, ofDomain: 2 }), []);
      assert.equal((await applications.teamLoad(NOW, 'b.example', { all: 3, ofDomain: 1 })).length, 2);
      assert.equal((await applications.teamLoad(NOW, 'b.example', { all: 2, ofDomain: 9 })).length, 2);
    });

    test('S16: of many proofs at once, by two processes, no more reach the team than fit', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const all = Array.from({ length: 10 }, () => submitted());
      for (const each of all) await opened.storage.applications.create(() => aChange(each));
      const team = {
        ...{ at: NOW, domain: 'example.org', most: { all: 4, ofDomain: 9 } },
        fits: (load: readonly unknown[]) => load.length < 4,
      };
      const results = await Promise.all(
        all.map((each, n) => (n % 2 ? other : opened.storage).applications.save(aChange(waiting(each), { team }))),
      );
      assert.equal(results.filter((result) => result === 'saved').length, 4);
      assert.equal(results.filter((result) => result === 'team-full').length, 6);
    });

    test('short ids count from 1 and are never given out twice', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const all = Array.from({ length: 10 }, () => submitted());
      await Promise.all(
        all.map((each, n) =>
          (n % 2 ? other : opened.storage).applications.create((shortId) => aChange({ ...each, shortId })),
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
        together.map((each) => applications.create((shortId) => aChange({ ...each, shortId }))),
      );
      const commits = told;
      forget();
      assert.deepEqual(
        saved,
        together.map(() => 'saved'),
      );
      // PostgreSQL says it a second time, to other processes.
      assert.ok(commits <= 2, `${commits} commits`);

      const [first, third] = [submitted(), submitted()];
      const answers = await Promise.allSettled([
        applications.create((shortId) => aChange({ ...first, shortId })),
        applications.create<'full'>(() => 'full'),
        applications.create<'full'>(() => 'full'),
        applications.create(() => assert.fail('broken')),
        applications.create((shortId) => aChange({ ...third, shortId })),
      ]);
      assert.deepEqual(
        answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason.message)),
        ['saved', 'full', 'full', 'broken', 'saved'],
      );
      const kept = (await applications.list(['submitted'], 20)).slice(0, 2);
      assert.deepEqual(kept.map(({ id }) => id).sort(), [first.id, third.id].sort());
      assert.deepEqual(
        kept.map(({ shortId }) => shortId),
        [7, 6],
      );
    });

    test('S16: forms of several mail domains in one commit are counted each for its own domain', async () => {
      await using opened = await open({ clock: systemClock });
      const seen: string[] = [];
      const domains = ['one.example', 'two.example', 'one.example', 'one.example', 'two.example'];
      const make = (domain: string) =>
        opened.storage.applications.create(async (shortId, before) => {
          const { unproved, unprovedOfDomain } = await before.counts(countedFrom(NOW - HOUR), domain);
          seen.push(`${domain} ${unproved} ${unprovedOfDomain}`);
          return aChange({ ...submitted(), shortId, email: anEmail(`lena@${domain}`) });
        });
      await Promise.all(domains.map(make));
      await make('two.example');
      assert.deepEqual(seen, [
        ...['one.example 0 0', 'two.example 1 0', 'one.example 2 1', 'one.example 3 2', 'two.example 4 1'],
        'two.example 5 2',
      ]);
    });

    test('S16: a cap counts what stands before, however many come at once and wherever', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const answers = await Promise.all(
        Array.from({ length: 12 }, submitted).map((each, n) =>
          (n % 2 ? other : opened.storage).applications.create<'full'>(async (shortId, before) => {
            const { unproved } = await before.counts(countedFrom(NOW - HOUR), 'example.org');
            return unproved < 5 ? aChange({ ...each, shortId }) : 'full';
          }),
        ),
      );
      assert.equal(answers.filter((answer) => answer === 'saved').length, 5);
      assert.equal((await opened.storage.applications.counts(countedFrom(0), 'example.org')).unproved, 5);
    });
  });
});
