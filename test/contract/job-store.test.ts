import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import { systemClock } from '../../src/kernel/clock.ts';
import type { NewJob } from '../../src/outbox/job.ts';
import type { LeasedJob } from '../../src/outbox/ports/job-store.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryDatabase } from './databases.ts';
import { ask, DAY, failed, finish, HOUR, keys, later, lease, stateOf } from './job-rig.ts';
import { aJob, NOW } from './samples.ts';

onEveryDatabase((database, open) => {
  describe(`job store: ${database}`, () => {
    test('a job comes back as it was added, with its first attempt', async () => {
      await using opened = await open();
      const { storage } = opened;
      const job = aJob({ payload: { text: 'ä "x"', n: 1, on: true, none: null, list: [1, { a: 'b' }] } });
      await storage.jobs.add([job]);
      const [leased] = await lease(storage);
      assert.ok(leased);
      const { id, ...rest } = leased;
      assert.match(id, /^[0-9a-f]{8}-/);
      assert.deepEqual(rest, {
        ...job,
        attempt: 1,
        failures: 0,
        createdAt: NOW,
        firstTriedAt: undefined,
        frozen: undefined,
      });
      assert.deepEqual(await lease(storage), []);
    });

    test('a key is unique for ever: adding it again changes nothing, also when the job is done', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'a' })]);
      await storage.jobs.add([aJob({ key: 'a' })]);
      const jobs = await lease(storage);
      assert.deepEqual(keys(jobs), ['a']);
      await finish(storage, jobs);
      await storage.jobs.add([aJob({ key: 'a' })]);
      assert.deepEqual(await lease(storage), []);
    });

    test('a job that is taken back from parking takes its key back, or is done if a newer one waits', async () => {
      await using opened = await open();
      const { storage } = opened;
      const show = () => aJob({ key: 'show:1', oncePending: true });
      const { kind } = show();
      const waiting = async () =>
        (await storage.desk.list({ limit: 9, state: 'waiting' })).filter(({ key }) => key === 'show:1').length;
      for (const newer of [false, true]) {
        await storage.jobs.add([show()]);
        await finish(storage, await lease(storage), { kind: 'parked', code: 'no-handler' });
        if (newer) await storage.jobs.add([show()]);
        assert.equal(await storage.jobs.adopt([kind]), 1);
        assert.equal(await waiting(), 1);
        await storage.jobs.add([show()]);
        assert.equal(await waiting(), 1);
        await finish(storage, await lease(storage));
      }
    });

    test('of two thousand jobs added together none is lost', async () => {
      await using opened = await open();
      const { storage } = opened;
      const jobs = Array.from({ length: 2_000 }, (_, n) => aJob({ key: `many:${n}`, destination: `email:${n % 700}` }));
      await storage.jobs.add(jobs);
      const seen = new Set<string>();
      for (
        let some = await lease(storage, { limit: 300 });
        some.length > 0;
        some = await lease(storage, { limit: 300 })
      ) {
        for (const { key } of some) seen.add(key);
        await finish(storage, some);
      }
      assert.equal(seen.size, 2_000);
    });

    test('D3: an attempt that is no longer the stored one changes nothing', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' })]);
      const old = await lease(storage);
      assert.equal(await storage.jobs.releaseLeases({ except: [] }), 1);
      const [fresh] = await lease(storage);
      assert.equal(fresh?.attempt, 2);
      assert.equal(fresh?.firstTriedAt, NOW);
      await finish(storage, old);
      await finish(storage, old, failed(NOW + DAY));
      assert.deepEqual(await storage.jobs.freeze([{ id: fresh?.id ?? '', attempt: 1, content: { a: 1 } }]), [
        undefined,
      ]);
      assert.equal(await stateOf(storage, 'a'), 'leased');
      await finish(storage, fresh ? [fresh] : []);
      assert.equal(await stateOf(storage, 'a'), 'done');
    });

    test('a lease that ran out is taken back, one in hand is not', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b' })]);
      const jobs = await lease(storage);
      const [mine] = jobs;
      assert.equal(await storage.jobs.releaseLeases({ endedBefore: NOW + HOUR, except: [] }), 0);
      assert.equal(await storage.jobs.releaseLeases({ endedBefore: NOW + HOUR + 1, except: [mine?.id ?? ''] }), 1);
      assert.equal((await lease(storage)).length, 1);
    });

    test('when the first attempt may have reached the other side is kept, a definite no is not', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' })]);
      await finish(storage, await lease(storage, { now: NOW + 1 }), failed(NOW, false));
      const [second] = await lease(storage, { now: NOW + 2 });
      assert.deepEqual([second?.firstTriedAt, second?.failures], [undefined, 1]);
      await finish(storage, second ? [second] : [], later(undefined, true));
      const [third] = await lease(storage, { now: NOW + 3 });
      assert.deepEqual([third?.firstTriedAt, third?.failures, third?.attempt], [NOW + 2, 1, 3]);
    });

    test('what the first attempt froze stays until the job is done', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' })]);
      const [first] = await lease(storage);
      assert.ok(first);
      const freeze = ({ id, attempt }: LeasedJob, content: NewJob['payload']) =>
        storage.jobs.freeze([{ id, attempt, content }]);
      assert.deepEqual(await freeze(first, { body: 'one' }), [{ body: 'one' }]);
      assert.deepEqual(await freeze(first, { body: 'two' }), [{ body: 'one' }]);
      await finish(storage, [first], failed(NOW));
      const [second] = await lease(storage);
      assert.ok(second);
      assert.deepEqual(second.frozen, { body: 'one' });
      assert.deepEqual(await freeze(second, { body: 'three' }), [{ body: 'one' }]);
    });

    test('what comes too late is a dead letter, whether its turn comes or not', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([
        aJob({ key: 'late', expiresAt: NOW, destination: 'matrix:!r' }),
        aJob({ key: 'fine', destination: 'matrix:!r' }),
        aJob({ key: 'later', dueAt: NOW + HOUR, expiresAt: NOW + 2 * HOUR }),
      ]);
      const taken = await storage.jobs.lease(ask());
      assert.deepEqual([keys(taken.jobs), taken.expired.length], [['fine'], 1]);
      assert.equal(await storage.jobs.expire(NOW + 2 * HOUR), 1);
      assert.deepEqual(
        (await storage.desk.list({ state: 'dead', limit: 9 })).map(({ key, code }) => [key, code]),
        [
          ['later', 'expired'],
          ['late', 'expired'],
        ],
      );
      assert.deepEqual(
        (await storage.desk.counts()).toSorted((a, b) => a.state.localeCompare(b.state)),
        [
          { state: 'dead', lane: 'notices', place: 'matrix', jobs: 2 },
          { state: 'leased', lane: 'notices', place: 'matrix', jobs: 1 },
        ],
      );
    });

    test('jobs are listed and counted by place, kind and state', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([
        aJob({ key: 'code', destination: 'email:a', lane: 'codes', kind: 'letter' }),
        aJob({ key: 'letter', destination: 'email:b', lane: 'decisions', kind: 'letter' }),
        aJob({ key: 'note', destination: 'matrix:c', lane: 'notifications', kind: 'note' }),
        aJob({ key: 'note2', destination: 'matrix:c', lane: 'notifications', kind: 'note' }),
        aJob({ key: 'other', destination: 'email:c', kind: 'other' }),
      ]);
      assert.deepEqual(keys(await lease(storage, { limit: 2 })), ['code', 'letter']);
      // One stands behind the other, which nobody needs to know.
      assert.deepEqual(keys(await lease(storage, { probe: { of: 'matrix', from: ['matrix'], notFor: [] } })), ['note']);
      const listed = async (filter: Parameters<typeof storage.desk.counts>[0]) =>
        keys(await storage.desk.list({ ...filter, limit: 9 }));
      assert.deepEqual(await listed({ place: 'email' }), ['other', 'letter', 'code']);
      assert.deepEqual(await listed({ place: 'email', kind: 'letter', state: 'leased' }), ['letter', 'code']);
      assert.deepEqual(await listed({ state: 'waiting' }), ['other', 'note2']);
      assert.deepEqual(await listed({ kind: 'nobody' }), []);
      assert.deepEqual(
        (await storage.desk.counts())
          .map(({ state, lane, place, jobs }) => `${state} ${lane} ${place} ${jobs}`)
          .toSorted(),
        [
          'leased codes email 1',
          'leased decisions email 1',
          'leased notifications matrix 1',
          'waiting notices email 1',
          'waiting notifications matrix 1',
        ],
      );
      assert.deepEqual(await storage.desk.counts({ place: 'matrix', state: 'waiting' }), [
        { state: 'waiting', lane: 'notifications', place: 'matrix', jobs: 1 },
      ]);
      assert.equal((await storage.desk.counts({ kind: 'letter' })).length, 2);
    });

    test('places left out get nothing; a place can be asked for alone', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([
        aJob({ key: 'm', destination: 'matrix:a', dueAt: NOW + 5 }),
        aJob({ key: 'e1', destination: 'email:a' }),
        aJob({ key: 'e2', destination: 'email:b' }),
      ]);
      const taken = await storage.jobs.lease(ask({ except: ['email'] }));
      assert.deepEqual([taken.jobs.length, taken.nextDue], [0, NOW + 5]);
      assert.deepEqual(
        keys(await lease(storage, { probe: { of: 'email', from: ['email'], notFor: [] }, limit: 1 })).length,
        1,
      );
      assert.equal(await storage.jobs.oldestDue(), NOW);
      assert.deepEqual(await storage.jobs.firstDue(), [
        { place: 'email', lane: 'notices', dueAt: NOW },
        { place: 'matrix', lane: 'notices', dueAt: NOW + 5 },
      ]);
    });

    test('N7: what was due when it was made is given out while the clock is ahead, what is due later is not', async () => {
      await using opened = await open();
      const { storage, clock } = opened;
      await storage.jobs.add([aJob({ key: 'before', dueAt: NOW + 2 * DAY })]);
      clock.jump(365 * DAY);
      const ahead = clock.now();
      await storage.jobs.add([
        aJob({ key: 'at once', dueAt: ahead }),
        aJob({ key: 'later', dueAt: ahead + 1, expiresAt: ahead + DAY }),
      ]);
      const taken = await storage.jobs.lease(ask({ atOnceUntil: ahead + HOUR }));
      assert.deepEqual([keys(taken.jobs), taken.nextDue], [['at once'], NOW + 2 * DAY]);
      await storage.jobs.moveTimes({ from: ahead, until: ahead, by: NOW - ahead });
      const later = (await storage.desk.list({ limit: 9 })).find(({ key }) => key === 'later');
      assert.deepEqual([later?.createdAt, later?.dueAt], [NOW, NOW + 1]);
      assert.deepEqual(keys(await lease(storage, { dueUntil: NOW + 1 })), ['later']);
    });

    test('done jobs lose their content and go after their time; dead letters keep theirs until told', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b' })]);
      const [a, b] = await lease(storage);
      assert.ok(a && b);
      await finish(storage, [a], { kind: 'done' }, NOW);
      await finish(storage, [b], { kind: 'dead', code: 'x', unknown: false }, NOW);
      assert.equal((await storage.desk.show(a.id))?.payload, '');
      assert.notEqual((await storage.desk.show(b.id))?.payload, '');
      await storage.jobs.tidy({ doneBefore: NOW + 1, deadBefore: NOW + 1 });
      assert.equal(await storage.desk.show(a.id), undefined);
      assert.equal((await storage.desk.show(b.id))?.payload, '');
      assert.equal(await storage.desk.retry(b.id, NOW), 'cleared');
    });

    test('a job that is being leased at this moment is not dropped', async (t) => {
      await using opened = await open({ clock: systemClock });
      const { storage, place } = opened;
      if (place.kind !== 'postgres') return t.skip('one writer at a time');
      await storage.jobs.add([aJob({ key: 'a' })]);
      const id = (await storage.desk.list({ limit: 1 }))[0]?.id ?? '';
      const other = new pg.Client({ connectionString: place.url.reveal() });
      await other.connect();
      await other.query('begin');
      await other.query("update jobs set state = 'leased', lease_until = $1", [NOW + HOUR]);
      const dropped = storage.desk.drop(id, NOW);
      const waits = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
      await eventually(async () => (await other.query(waits)).rows.length === 1);
      await other.query('commit');
      await other.end();
      assert.equal(await dropped, 'leased');
      assert.equal(await stateOf(storage, 'a'), 'leased');
    });

    test('a job that is dropped is over for good, whether it waits or is a dead letter; its key stays known', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' })]);
      const id = (await storage.desk.list({ limit: 9 })).find(({ key }) => key === 'a')?.id ?? '';
      assert.equal(await storage.desk.drop(id, NOW, [aJob({ key: 'told' })]), 'dropped');
      assert.deepEqual(keys(await lease(storage)), ['told']);
      assert.deepEqual(await storage.desk.list({ state: 'dead', limit: 9 }), []);
      assert.equal(await storage.desk.retry(id, NOW), 'not-dead');
      assert.equal(await storage.desk.drop(id, NOW, [aJob({ key: 'again' })]), 'done');
      const { code, payload, number } = (await storage.desk.show(id)) ?? {};
      assert.deepEqual([code, payload], ['dropped', '']);
      assert.equal((await storage.desk.show(String(number)))?.id, id, 'its number names it too');

      await storage.jobs.add([aJob({ key: 'b' })]);
      const dead = await lease(storage);
      await finish(storage, dead, { kind: 'dead', code: 'test.no', unknown: false, receipt: { words: '550 no' } });
      const [letter] = await storage.desk.list({ state: 'dead', limit: 9 });
      assert.deepEqual(letter?.receipt, { words: '550 no' });
      assert.equal(await storage.desk.drop(String(letter?.number), NOW), 'dropped');
      await storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b' })]);
      assert.deepEqual(await lease(storage), []);
      assert.equal(await storage.desk.drop('999999', NOW), 'unknown');
      assert.equal(await storage.desk.drop('nobody', NOW), 'unknown');
    });

    test('all jobs of a destination are given up at once, whatever they wait for; what is at work and what others wait for stays', async () => {
      await using opened = await open();
      const { storage } = opened;
      const to = (destination: string, key: string) => aJob({ key, destination, kind: 'note' });
      await storage.jobs.add([to('xmpp:a', 'dead'), to('xmpp:b', 'other')]);
      const [dead] = await lease(storage, { limit: 1 });
      assert.ok(dead);
      await finish(storage, [dead], { kind: 'dead', code: 'test.no', unknown: false });
      await storage.jobs.add([
        to('xmpp:a', 'at work'),
        to('xmpp:ab', 'longer name'),
        aJob({ key: 'letter', destination: 'xmpp:a', kind: 'letter', lane: 'codes' }),
        // More than one transaction takes.
        ...Array.from({ length: 1_200 }, (_, at) => to('xmpp:a', `${at}`)),
      ]);
      const leased = await lease(storage, { limit: 4 });
      assert.deepEqual(keys(leased).toSorted(), ['at work', 'letter', 'longer name', 'other']);
      const meant = { kind: 'note', destinations: ['xmpp:a'] };
      assert.equal(
        (await storage.desk.counts(meant)).reduce((sum, { jobs }) => sum + jobs, 0),
        1_202,
      );
      assert.equal(await storage.desk.purge(meant, NOW), 1_201);
      assert.equal(await storage.desk.purge({ kind: 'note', destinations: [] }, NOW), 0);
      const { code, payload } = (await storage.desk.show(dead.id)) ?? {};
      assert.deepEqual([code, payload], ['dropped', '']);
      await storage.jobs.releaseLeases({ except: [] });
      assert.deepEqual(keys(await lease(storage)).toSorted(), ['at work', 'letter', 'longer name', 'other']);
    });

    test('who gave up what is kept', async () => {
      await using opened = await open();
      const { outboxAudit } = opened.storage;
      const entry = { what: 'purge', subject: 'night', jobs: 3, at: NOW, by: 'cli:root' } as const;
      await outboxAudit.add(entry);
      assert.deepEqual(await outboxAudit.of('night'), [entry]);
      assert.deepEqual(await outboxAudit.of('ops'), []);
    });

    test('what was said at the last attempt is kept with a job that waits, and nothing older', async () => {
      await using opened = await open();
      const { storage } = opened;
      await storage.jobs.add([aJob({ key: 'a' })]);
      const after = async (end: Parameters<typeof finish>[2]) => {
        await finish(storage, await lease(storage, { dueUntil: NOW + DAY }), end);
        return (await storage.desk.list({ limit: 1 }))[0]?.receipt;
      };
      const failed = { kind: 'failed', dueAt: NOW, unknown: false, code: 'test.busy' } as const;
      assert.deepEqual(await after({ ...failed, receipt: { words: '451 busy' } }), { words: '451 busy' });
      assert.equal(await after(failed), undefined);
      const later = { kind: 'later', dueAt: undefined, unknown: false, code: 'test.down' } as const;
      assert.deepEqual(await after({ ...later, receipt: { words: '421 down' } }), { words: '421 down' });
      assert.equal(await after({ kind: 'done' }), undefined);
    });

    test('a restart loses nothing that waits', async () => {
      await using opened = await open();
      await opened.storage.jobs.add([aJob({ key: 'a' }), aJob({ key: 'b' })]);
      await finish(opened.storage, await lease(opened.storage, { limit: 1 }));
      await opened.reopen();
      assert.equal((await lease(opened.storage)).length, 1);
    });

    test('another process is heard: its jobs are told of, and taken', async () => {
      await using opened = await open();
      const other = await opened.beside();
      let heard = 0;
      const stop = opened.storage.changed(() => {
        heard += 1;
      });
      await opened.clock.advance(1_000);
      heard = 0;
      await other.jobs.add([aJob({ key: 'theirs' })]);
      await eventually(async () => {
        await opened.clock.advance(100);
        return heard > 0;
      });
      assert.deepEqual(keys(await lease(opened.storage)), ['theirs']);
      stop();
    });
  });
});
