import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MayAct } from '../../src/kernel/gate.ts';
import { done, type Job, later, nothing } from '../../src/outbox/job.ts';
import { onEveryDatabase } from './databases.ts';
import { alwaysDone, down, fault, HOUR, MINUTE, pass, SECOND, start, stateOf } from './outbox-rig.ts';
import { aJob, NOW } from './samples.ts';

const lives = { expiresAt: NOW + 9 * HOUR };

onEveryDatabase((database, open) => {
  describe(`outbox and its places: ${database}`, () => {
    test('N1: a job with nothing to do does not prove that its place works, and blames no other job for it', async () => {
      await using opened = await open();
      let up = false;
      await using running = start(opened, async ({ key }) => {
        if (key.startsWith('past')) return nothing;
        if (!up) throw down();
        return done();
      });
      const letter = (key: string) => aJob({ ...lives, key, destination: `email:${key}` });
      await opened.storage.jobs.add([letter('innocent')]);
      await running.until(() => running.outbox.pausedPlaces().length === 1);
      // Twice it says that the place is out of order; then others are asked.
      while (running.calls.length < 3) await pass(opened, SECOND, SECOND);

      const past = Array.from({ length: 30 }, (_, n) => `past${n}`);
      await opened.storage.jobs.add([...past, 'last'].map(letter));
      await pass(opened, MINUTE, SECOND);
      await running.until(async () => (await stateOf(opened, 'past29')) === 'done');
      assert.ok(running.calls.includes('last'), 'the next one is asked at once');
      assert.deepEqual(
        running.outbox.pausedPlaces().map(({ place }) => place),
        ['email'],
      );
      const seen = await opened.storage.desk.list({ limit: 99 });
      assert.deepEqual(
        seen.filter(({ failures }) => failures > 0).map(({ key }) => key),
        [],
      );
      assert.equal(seen.find(({ key }) => key === 'past0')?.code, 'nothing');

      up = true;
      running.outbox.resume();
      await running.until(async () => (await stateOf(opened, 'innocent')) === 'done');
      assert.deepEqual(running.outbox.pausedPlaces(), []);
    });

    test('N2: forty notices that hang at one place keep no proof code waiting at another, nor at their own', async () => {
      await using opened = await open();
      await using running = start(opened, async ({ lane }) => {
        if (lane === 'notices') await new Promise(() => {});
        return done();
      });
      const rooms = Array.from({ length: 40 }, (_, n) => aJob({ destination: `team-room:${n}` }));
      await opened.storage.jobs.add(rooms);
      await running.until(() => running.calls.length === 16);
      await opened.storage.jobs.add([
        aJob({ key: 'code', destination: 'email:lena', lane: 'codes' }),
        aJob({ key: 'here', destination: 'team-room:x', lane: 'codes' }),
        aJob({ key: 'last', destination: 'team-room:x', lane: 'clean-up' }),
      ]);
      // Nothing moves the clock: the hands were free.
      for (const key of ['code', 'here', 'last']) {
        await running.until(async () => (await stateOf(opened, key)) === 'done');
      }
      assert.equal(running.calls.length, 19);
    });

    test('N1: a fault of another place pauses that one: the place of the job stays working', async () => {
      await using opened = await open();
      let up = false;
      const sent: string[] = [];
      await using running = start(opened, async ({ key }) => {
        if (key.startsWith('refusal') && !up) throw down({ place: 'homeserver' });
        sent.push(key);
        return done();
      });
      await opened.storage.jobs.add([
        aJob({ ...lives, key: 'refusal1', destination: 'email:a' }),
        aJob({ ...lives, key: 'refusal2', destination: 'email:b' }),
        aJob({ ...lives, key: 'letter', destination: 'email:c' }),
      ]);
      await running.until(async () => (await stateOf(opened, 'letter')) === 'done');
      await pass(opened, HOUR, 10 * SECOND);
      assert.deepEqual(
        running.outbox.pausedPlaces().map(({ place }) => place),
        ['homeserver'],
      );
      // One after the other finds out, and nothing is used up.
      assert.ok(running.calls.length < 90, `${running.calls.length} calls`);
      for (const key of ['refusal1', 'refusal2']) {
        const job = (await opened.storage.desk.list({ limit: 9 })).find((each) => each.key === key);
        assert.deepEqual([job?.state, job?.waitsFor, job?.failures], ['waiting', 'homeserver', 0]);
      }
      await opened.storage.jobs.add([aJob({ key: 'at once', destination: 'email:a' })]);
      await running.until(() => sent.includes('at once'));
      assert.ok(((await running.outbox.oldestDueAge()) ?? 0) >= HOUR, 'what waits elsewhere is late as well');

      up = true;
      await pass(opened, 2 * MINUTE, 5 * SECOND);
      await running.until(() => sent.includes('refusal1') && sent.includes('refusal2'));
      assert.deepEqual(running.outbox.pausedPlaces(), []);
    });

    test('N1: places that need a place which is out of order get one job at a time, and go on in order after', async () => {
      await using opened = await open();
      let up = false;
      let tries = 0;
      const sent: string[] = [];
      const placeNeeds = { 'team-room': ['homeserver'], account: ['homeserver'] };
      const handler = async ({ key }: Job) => {
        if (!up) {
          tries += 1;
          throw down({ place: 'homeserver' });
        }
        sent.push(key);
        return done();
      };
      await using running = start(opened, handler, { placeNeeds });
      await opened.storage.jobs.add([
        ...Array.from({ length: 40 }, (_, n) => aJob({ key: `r${n}`, destination: `team-room:${n % 3}` })),
        ...Array.from({ length: 40 }, (_, n) => aJob({ key: `a${n}`, destination: `account:${n}` })),
      ]);
      await running.until(() => running.outbox.pausedPlaces().length === 1);
      await pass(opened, HOUR, 10 * SECOND);
      assert.ok(tries < 110, `${tries} tries`);
      assert.equal((await opened.storage.desk.list({ limit: 99 })).filter(({ failures }) => failures > 0).length, 0);
      up = true;
      await pass(opened, 2 * MINUTE, 5 * SECOND);
      await running.until(() => sent.length === 80);
      for (let room = 0; room < 3; room += 1) {
        const mine = sent
          .filter((key) => key.startsWith('r') && Number(key.slice(1)) % 3 === room)
          .map((key) => Number(key.slice(1)));
        assert.deepEqual(
          mine,
          mine.toSorted((a, b) => a - b),
        );
      }
    });

    test('N1: what concerns one place only leaves the place that it needs, and the others that need it, alone', async () => {
      await using opened = await open();
      let inside = false;
      const placeNeeds = { 'team-room': ['homeserver'], account: ['homeserver'] };
      await using running = start(
        opened,
        async ({ key }) => {
          if (key === 'notice' && !inside) throw down({ place: 'team-room', code: 'team-room.not-known' });
          return done();
        },
        { placeNeeds },
      );
      await opened.storage.jobs.add([aJob({ key: 'notice', destination: 'team-room:current' })]);
      await running.until(() => running.outbox.pausedPlaces().length === 1);
      await opened.storage.jobs.add([aJob({ key: 'account', destination: 'account:lena' })]);
      await running.until(async () => (await stateOf(opened, 'account')) === 'done');
      assert.deepEqual(
        running.outbox.pausedPlaces().map(({ place }) => place),
        ['team-room'],
      );
      inside = true;
      running.outbox.resume();
      await running.until(async () => (await stateOf(opened, 'notice')) === 'done');
    });

    test('a refusal of one message shows that the place which spoke works; one of nobody shows nothing', async () => {
      await using opened = await open();
      let isUp = false;
      await using running = start(opened, async ({ key }) => {
        if (key === 'silent') throw fault({ retryable: false });
        if (!isUp) throw down();
        throw fault({ retryable: false, place: 'email' });
      });
      await opened.storage.jobs.add([aJob({ ...lives, key: 'first', destination: 'email:a' })]);
      await running.until(() => running.outbox.pausedPlaces().length === 1);
      await opened.storage.jobs.add([aJob({ ...lives, key: 'silent', destination: 'email:b' })]);
      await pass(opened, MINUTE, SECOND);
      await running.until(async () => (await stateOf(opened, 'silent')) === 'dead');
      assert.equal(running.outbox.pausedPlaces().length, 1);
      isUp = true;
      running.outbox.resume();
      await running.until(async () => (await stateOf(opened, 'first')) === 'dead');
      assert.deepEqual(running.outbox.pausedPlaces(), []);
    });

    test('D1: what waited for another place is at its own again after a restart', async () => {
      await using opened = await open();
      {
        await using running = start(opened, async () => {
          throw down({ place: 'homeserver' });
        });
        await opened.storage.jobs.add([aJob({ key: 'a', destination: 'email:a' })]);
        await running.until(async () => (await opened.storage.desk.list({ limit: 1 }))[0]?.waitsFor === 'homeserver');
      }
      await opened.reopen();
      await using running = start(opened, alwaysDone);
      await running.until(async () => (await stateOf(opened, 'a')) === 'done');
    });

    test('nothing is leased before it is known that this process may act, and everything goes on then', async () => {
      await using opened = await open();
      let may: MayAct = 'unknown';
      let tell = () => {};
      const gate = {
        mayAct: () => may,
        onChange(listener: () => void) {
          tell = listener;
          return () => undefined;
        },
      };
      await using running = start(opened, alwaysDone, { gate });
      await opened.storage.jobs.add([
        aJob({ key: 'a', expiresAt: NOW + 2 * HOUR }),
        aJob({ key: 'late', expiresAt: NOW + MINUTE }),
      ]);
      await pass(opened, HOUR, MINUTE);
      may = 'no';
      tell();
      await pass(opened, 5 * MINUTE, MINUTE);
      assert.deepEqual(running.calls, []);
      assert.equal(await stateOf(opened, 'late'), 'dead', 'time goes on');
      assert.deepEqual(running.outbox.pausedPlaces(), []);
      may = 'yes';
      // Nothing moves the clock: only the word of the gate can have caused it.
      tell();
      await running.until(async () => (await stateOf(opened, 'a')) === 'done');
    });

    test('what the service said is kept with the job when its content is gone, and a job that did nothing says so', async () => {
      await using opened = await open();
      const receipt = { id: '<1@porter.test>', words: '250 2.0.0 Ok: queued as 4bXy' };
      await using running = start(opened, async ({ key, attempt }) => {
        if (key === 'put off' && attempt === 1) return later(opened.clock.now() + SECOND);
        return key === 'past' ? nothing : done(receipt);
      });
      await opened.storage.jobs.add(['sent', 'past', 'put off'].map((key) => aJob({ key })));
      await running.until(() => running.calls.length === 3);
      await pass(opened, 5 * SECOND, SECOND);
      await running.until(async () => (await stateOf(opened, 'put off')) === 'done');
      const jobs = await opened.storage.desk.list({ state: 'done', limit: 9 });
      assert.deepEqual(
        jobs.map(({ key, payload, code, receipt: kept }) => [key, payload, code, kept]),
        [
          ['put off', '', undefined, receipt],
          ['past', '', 'nothing', undefined],
          ['sent', '', undefined, receipt],
        ],
      );
    });
  });
});
