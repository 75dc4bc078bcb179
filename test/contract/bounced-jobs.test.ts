import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Fault } from '../../src/kernel/fault.ts';
import { makeLook } from '../../src/notifications/look.ts';
import { deliveryKey } from '../../src/notifications/rules/jobs.ts';
import { done } from '../../src/outbox/job.ts';
import { makeOutboxOperations } from '../../src/outbox/operate.ts';
import { onEveryDatabase } from './databases.ts';
import { finish, lease, stateOf } from './job-rig.ts';
import { start } from './outbox-rig.ts';
import { aJob, NOW } from './samples.ts';

onEveryDatabase((database, open) => {
  describe(`what was done and is refused after all: ${database}`, () => {
    test('a job that was done becomes a dead letter with the words of the service, once; any other stays as it is', async () => {
      await using opened = await open();
      const { storage, clock } = opened;
      const { jobs, desk } = storage;
      const name = { sender: 'router1', id: 'n1' };
      const keys = [deliveryKey(name, 0), 'refused', 'nothing', 'leased'];
      await jobs.add(keys.map((key) => aJob({ key, destination: `xmpp:${key}` })));
      const leased = await lease(storage);
      const of = (key: string) => leased.filter((job) => job.key === key);
      await finish(storage, of(deliveryKey(name, 0)), { kind: 'done', receipt: { id: 's1', words: 'acknowledged' } });
      await finish(storage, of('refused'), { kind: 'refused', receipt: { words: 'no' } });
      await finish(storage, of('nothing'), { kind: 'nothing' });
      await jobs.add([aJob({ key: 'waiting', destination: 'xmpp:waiting' })]);

      const ids = (await desk.list({ limit: 9 })).map(({ id }) => id);
      const all = [...ids, 'nobody'].map((id) => ({ id, words: 'recipient-unavailable' }));
      const [bounced] = of(deliveryKey(name, 0));
      assert.deepEqual(await jobs.bounce(all, NOW + 5), [bounced?.id]);
      // Said again, by another server in other words: the first counts.
      assert.deepEqual(await jobs.bounce([{ id: bounced?.id ?? '', words: 'other' }], NOW + 9), []);
      assert.deepEqual(
        await Promise.all(['refused', 'nothing', 'leased', 'waiting'].map((key) => stateOf(storage, key))),
        ['done', 'done', 'leased', 'waiting'],
      );
      const view = await desk.show(bounced?.id ?? '');
      assert.deepEqual(
        [view?.state, view?.code, view?.doneAt, view?.receipt],
        ['dead', 'bounced', NOW + 5, { id: 's1', words: 'recipient-unavailable' }],
      );
      assert.deepEqual(
        (await desk.counts({ state: 'dead' })).map(({ place, jobs: many }) => [place, many]),
        [['xmpp', 1]],
      );
      const looked = await makeLook(storage.notifications, clock)(name);
      assert.deepEqual(
        looked?.deliveries.map(({ state, code, words }) => [state, code, words]),
        [['undeliverable', 'bounced', 'recipient-unavailable']],
      );

      // Its content went with the delivery, so nothing can bring it back; an operator can put it away.
      const operations = makeOutboxOperations({ follows: async () => [], desk, clock });
      assert.deepEqual(await operations.retry(bounced?.id ?? ''), { retried: 0, refusal: 'bounced' });
      assert.deepEqual(await operations.retry('all-dead'), { retried: 0 });
      assert.equal((await operations.drop(bounced?.id ?? '')).result, 'dropped');
      assert.deepEqual(await jobs.bounce([{ id: bounced?.id ?? '', words: 'again' }], NOW + 9), []);
    });

    test('one that is said of another destination than the job has changes nothing', async () => {
      await using opened = await open();
      const { storage } = opened;
      const { jobs } = storage;
      await jobs.add([aJob({ key: 'a', destination: 'xmpp:ada' })]);
      const [job] = await lease(storage);
      assert.ok(job);
      await finish(storage, [job], { kind: 'done', receipt: { id: 's1' } });
      const said = { id: job.id, words: 'gone' };
      assert.deepEqual(await jobs.bounce([{ ...said, destination: 'xmpp:eve' }], NOW), []);
      assert.equal(await stateOf(storage, 'a'), 'done');
      assert.deepEqual(await jobs.bounce([{ ...said, destination: 'xmpp:ada' }], NOW), [job.id]);
      assert.equal(await stateOf(storage, 'a'), 'dead');
    });

    test('one that comes back before its end is written is a dead letter once that is', async () => {
      await using opened = await open();
      let id = '';
      const left = Promise.withResolvers<void>();
      await using running = start(opened, async (job) => {
        id = job.id;
        running.outbox.bounce({ id, words: 'gone' });
        await left.promise;
        return done();
      });
      await opened.storage.jobs.add([aJob({ key: 'a' })]);
      await running.until(() => id !== '');
      left.resolve();
      await running.until(async () => (await stateOf(opened.storage, 'a')) === 'dead');
    });

    test('one that the database cannot take is kept until it can, and also when Porter stops', async () => {
      await using opened = await open();
      const { storage } = opened;
      let away = 3;
      const store = {
        ...storage.jobs,
        async bounce(...asked: Parameters<typeof storage.jobs.bounce>) {
          away -= 1;
          if (away >= 0) throw new Fault('away', { code: 'storage.unavailable', retryable: true, scope: 'channel' });
          return storage.jobs.bounce(...asked);
        },
      };
      {
        await using running = start(opened, async () => done(), { store });
        await storage.jobs.add([aJob({ key: 'a' })]);
        await running.until(async () => (await stateOf(storage, 'a')) === 'done');
        const [job] = await storage.desk.list({ limit: 1 });
        running.outbox.bounce({ id: job?.id ?? '', words: 'gone' });
      }
      assert.equal(await stateOf(storage, 'a'), 'dead');
    });
  });
});
