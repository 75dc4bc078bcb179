import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Localpart, UserId } from '../../src/kernel/matrix-id.ts';
import type { Application } from '../../src/registration/application.ts';
import type { NewLink } from '../../src/registration/ports/application-store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, aJob, anEmail, aRecord, HOLD, NOW, submitted, waiting } from './samples.ts';

const HOUR = 3_600_000;
const keysOf = async ({ desk }: Storage) => (await desk.list({ limit: 100 })).map(({ key }) => key).sort();
const aLink = (of: Application, over: Partial<NewLink> = {}): NewLink => ({
  hash: `hash-${of.id}`,
  applicationId: of.id,
  purpose: 'welcome',
  issue: 1,
  validUntil: NOW + HOUR,
  ...over,
});

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
      assert.equal(await applications.create(aChange(first), HOLD), 'saved');
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
      await applications.create(aChange(first), HOLD);
      const next = waiting(first);
      assert.equal(await applications.save(aChange(next, { jobs: [aJob({ key: 'a' })] })), 'saved');
      const late = aChange(next, { jobs: [aJob({ key: 'b' })], links: [aLink(next)], record: aRecord(next, 'late') });
      assert.equal(await applications.save(late), 'stale');
      assert.deepEqual(await keysOf(opened.storage), ['a']);
      assert.equal(await applications.findLink(`hash-${next.id}`), undefined);
      assert.deepEqual(
        (await applications.audit(first.id)).map(({ what }) => what),
        ['test', 'test'],
      );
    });

    test('V8: of many writers at once exactly one saves, and one job is made', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const first = submitted();
      await opened.storage.applications.create(aChange(first), HOLD);
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
            aChange(submitted({ localpart }), { jobs: [aJob({ key: `n${n}` })] }),
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
      for (const each of both) await applications.create(aChange(each), HOLD);
      const results = await Promise.all(both.map((each) => applications.save(aChange(waiting(each)))));
      assert.deepEqual(results.toSorted(), ['address-claimed', 'saved']);
      assert.ok(await applications.findByAddress('same'));
    });

    test('a name is held until the hold ends, and claimed from the proof on until the stage frees it', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const localpart = 'lena' as Localpart;
      const first = submitted({ localpart });
      await applications.create(aChange(first), HOLD);
      assert.equal(await applications.nameHeld(localpart, HOLD - 1), true);
      assert.equal(await applications.nameHeld(localpart, HOLD - 1, first.id), false);
      assert.equal(await applications.nameHeld(localpart, HOLD), false);

      // After the end of the hold somebody else takes it; the first one's proof then finds it claimed.
      const second = submitted({ localpart });
      const later = { ...aRecord(second), at: HOLD };
      assert.equal(await applications.create(aChange(second, { record: later }), HOLD + 2 * HOUR), 'saved');
      const claimed = waiting(second);
      assert.equal(await applications.save(aChange(claimed, { record: later })), 'saved');
      assert.equal(await applications.nameHeld(localpart, HOLD + 1_000 * HOUR), true);
      assert.equal(await applications.save(aChange(waiting(first), { record: later })), 'name-claimed');
      assert.equal((await applications.find(first.id))?.stage, 'submitted');

      const gone: Application = { ...claimed, stage: 'withdrawn', version: claimed.version + 1 };
      assert.equal(await applications.save(aChange(gone, { record: later })), 'saved');
      assert.equal(await applications.nameHeld(localpart, HOLD), false);
      assert.equal(await applications.findByAddress(second.addressHash), undefined);
      assert.equal(await applications.save(aChange(waiting(first), { record: later })), 'saved');
    });

    test('a new name frees the old one', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(aChange(first), HOLD);
      const other = { ...waiting(first), localpart: 'another' as Localpart };
      assert.equal(await applications.save(aChange(other)), 'saved');
      assert.equal(await applications.nameHeld(first.localpart, NOW), false);
      assert.equal(await applications.nameHeld('another' as Localpart, NOW), true);
    });

    test('S5: a link is spent once, and ends with its purpose', async () => {
      await using opened = await open({ clock: systemClock });
      const { applications } = opened.storage;
      const first = submitted();
      const link = aLink(first);
      await applications.create(aChange(first, { links: [link] }), HOLD);
      assert.deepEqual(await applications.findLink(link.hash), { ...link, usedAt: undefined, void: false });
      const next = waiting(first);
      assert.equal(await applications.save(aChange(next, { spends: link.hash })), 'saved');
      assert.equal((await applications.findLink(link.hash))?.usedAt, NOW);
      const again = { ...next, version: next.version + 1 };
      assert.equal(await applications.save(aChange(again, { spends: link.hash })), 'link-used');
      assert.equal((await applications.find(first.id))?.version, next.version);

      const status = aLink(first, { hash: 'status', purpose: 'status' });
      const fresh = aLink(first, { hash: 'fresh', issue: 2 });
      await applications.keepLink(status);
      assert.equal(await applications.save(aChange(again, { links: [fresh], voids: ['welcome'] })), 'saved');
      assert.equal((await applications.findLink(link.hash))?.void, true);
      assert.equal((await applications.findLink('fresh'))?.void, false);
      assert.equal((await applications.findLink('status'))?.void, false);
    });

    test('a link that is kept again is good until the later time, unless it is used or void', async () => {
      await using opened = await open({ clock: systemClock });
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(aChange(first), HOLD);
      const [fresh, used, ended] = (['open', 'used', 'ended'] as const).map((hash) =>
        aLink(first, { hash, validUntil: NOW + 10, purpose: hash === 'ended' ? 'check' : 'welcome' }),
      ) as [NewLink, NewLink, NewLink];
      for (const link of [fresh, used, ended]) await applications.keepLink(link);
      assert.equal(await applications.save(aChange(waiting(first), { spends: 'used', voids: ['check'] })), 'saved');
      const until = async (hash: string) => (await applications.findLink(hash))?.validUntil;
      for (const link of [fresh, used, ended]) await applications.keepLink({ ...link, validUntil: NOW + 20 });
      assert.equal(await until('open'), NOW + 20);
      assert.equal(await until('used'), NOW + 10);
      assert.equal(await until('ended'), NOW + 10);
      await applications.keepLink({ ...fresh, validUntil: NOW + 15 });
      assert.equal(await until('open'), NOW + 20);
      assert.equal((await applications.findLink('open'))?.void, false);
    });

    test('S4: changes of the proof go one after the other, so no entry is lost', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const first = submitted();
      await opened.storage.applications.create(aChange(first), HOLD);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 ? other : opened.storage).applications.changeProof(first.id, (proof) => ({
            answer: proof.wrong + 1,
            proof: { ...proof, wrong: proof.wrong + 1, asked: [...proof.asked, NOW], codes: [{ issue: 1, at: NOW }] },
          })),
        ),
      );
      assert.deepEqual(
        answers.toSorted((a, b) => (a ?? 0) - (b ?? 0)),
        Array.from({ length: 20 }, (_, n) => n + 1),
      );
      const proof = await opened.storage.applications.findProof(first.id);
      assert.equal(proof?.wrong, 20);
      assert.equal(proof?.asked.length, 20);
      assert.deepEqual(proof?.codes, [{ issue: 1, at: NOW }]);
      assert.equal(await other.applications.changeProof('nobody', () => ({ answer: 1 })), undefined);
    });

    test('a corrected address goes into the application only while it is not proved', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(aChange(first), HOLD);
      const to = { email: anEmail('new@other.example'), addressHash: 'new' };
      const job = aJob({ destination: 'email:new', key: 'mail', lane: 'codes' });
      await applications.changeProof(first.id, (proof) => ({ answer: 1, proof, email: to, jobs: [job] }));
      assert.deepEqual(await applications.find(first.id), { ...first, ...to, version: 2 });
      assert.deepEqual(await applications.lettersTo('new', NOW), [NOW]);
      assert.deepEqual(await applications.lettersTo('new', NOW + 1), []);
      assert.equal((await applications.counts(NOW, 'other.example')).ofDomain, 1);

      await applications.save(aChange({ ...waiting(first), version: 3, ...to }));
      await applications.changeProof(first.id, () => ({ answer: 1, email: { email: anEmail(), addressHash: 'x' } }));
      assert.equal((await applications.find(first.id))?.addressHash, 'new');
    });

    test('an exception in a change takes everything back', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(aChange(first), HOLD);
      await assert.rejects(
        applications.changeProof(first.id, () => {
          throw new Error('no');
        }),
        /no/,
      );
      assert.equal((await applications.findProof(first.id))?.wrong, 0);
    });

    test('S8: letters are counted by job, over applications and restarts, a repeated job once', async () => {
      await using opened = await open();
      const jobs = ['l1', 'l2'].map((key) => aJob({ destination: 'email:h', key, lane: 'codes' }));
      // A welcome letter is nothing that a stranger can cause.
      jobs.push(aJob({ destination: 'email:h', key: 'l3', lane: 'decisions' }));
      await opened.storage.applications.create(aChange(submitted(), { jobs }), HOLD);
      await opened.storage.jobs.add(jobs);
      await opened.reopen();
      assert.equal((await opened.storage.applications.lettersTo('h', 0)).length, 2);
    });

    test('lists go from the newest down, page by page; caps count what was made', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const all = [1, 2, 3, 4, 5].map((n) =>
        submitted({ createdAt: NOW + n, email: anEmail(`x${n}@${n > 3 ? 'a' : 'b'}.example`) }),
      );
      for (const each of all) await applications.create(aChange(each), HOLD);
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
      const given = await Promise.all(
        Array.from({ length: 10 }, (_, n) => (n % 2 ? other : opened.storage).applications.nextShortId()),
      );
      assert.deepEqual(
        given.toSorted((a, b) => a - b),
        Array.from({ length: 10 }, (_, n) => n + 1),
      );
    });
  });
});
