import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY, HOUR } from '../../src/kernel/clock.ts';
import type { NewJob } from '../../src/outbox/job.ts';
import { NO_HANDLER } from '../../src/outbox/ports/job-store.ts';
import type { Application } from '../../src/registration/application.ts';
import { showNotice } from '../../src/registration/rules/jobs.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { makeDead } from '../support/dead-job.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, aPosted, NOW, submitted, waiting } from './samples.ts';

async function aWaiting({ applications }: Storage, jobs: (of: Application) => readonly NewJob[] = () => []) {
  const made = submitted();
  await applications.create(() => aChange(made));
  const next = waiting(made);
  await applications.save(aChange(next, { jobs: jobs(next) }));
  return next;
}
const at =
  (when: number) =>
  (of: Application): readonly NewJob[] => [showNotice(of, when)];
const jobOf = async ({ desk }: Storage, { id }: Application) =>
  (await desk.list({ limit: 100 })).find(({ key }) => key === `show:${id}`)?.id ?? '';
const everything = { expiredUntil: 0, limit: 100, leaseMs: HOUR, except: [] };

onEveryDatabase((database, open) => {
  describe(`unposted notices: ${database}`, () => {
    test('N11: a notice whose job was dropped is missing at once; one that waits for its day, at work or to be tried again, is not', async () => {
      await using opened = await open();
      const { storage } = opened;
      const { votes, desk, jobs } = storage;
      const unposted = async () => (await votes.unposted()).map(({ shortId, why }) => [shortId, why]);
      const dropped = await aWaiting(storage, at(NOW));
      const tomorrow = await aWaiting(storage, at(NOW + DAY));
      await aWaiting(storage, at(NOW));
      assert.deepEqual(await unposted(), []);

      await desk.drop(await jobOf(storage, dropped), NOW);
      assert.deepEqual(await unposted(), [[dropped.shortId, 'no-job']]);
      await desk.drop(await jobOf(storage, tomorrow), NOW);
      assert.deepEqual(await unposted(), [
        [dropped.shortId, 'no-job'],
        [tomorrow.shortId, 'no-job'],
      ]);
      await jobs.add([showNotice(dropped, NOW), showNotice(tomorrow, NOW)]);
      assert.deepEqual(await unposted(), []);

      const { jobs: leased } = await jobs.lease({ ...everything, dueUntil: NOW, now: NOW });
      assert.ok(leased.some(({ kind }) => kind === 'registration.show-notice'));
      assert.deepEqual(await unposted(), []);
      // What was frozen keeps its job beside a newer one, and is repeated as it was.
      for (const { id, attempt } of leased) await jobs.freeze([{ id, attempt, content: { round: 1 } }]);
      const end = { kind: 'failed', dueAt: NOW + HOUR, unknown: true, code: 'test' } as const;
      await jobs.finishAttempts(
        leased.map(({ id, attempt }) => ({ id, attempt, end })),
        NOW,
      );
      assert.deepEqual(await unposted(), []);
    });

    test('N11: a notice whose job was given up is missing, and so named; one in the room, of a decided application or of an unproved one is not', async () => {
      await using opened = await open();
      const { storage } = opened;
      const { votes, jobs, applications } = storage;
      const unposted = async () => (await votes.unposted()).map(({ shortId, why }) => [shortId, why]);
      const [given, posted, again] = [
        await aWaiting(storage, at(NOW)),
        await aWaiting(storage),
        await aWaiting(storage),
      ];
      await votes.keepPosted(aPosted({ applicationId: posted.id }));
      // A notice of an earlier round does not count.
      await votes.keepPosted(
        aPosted({ ...{ applicationId: again.id, round: 0, jobId: 'before' }, eventId: '$b' as never }),
      );
      const other = submitted();
      await applications.create(() => aChange(other));
      await makeDead(storage, await jobOf(storage, given), NOW);
      assert.deepEqual(await unposted(), [
        [given.shortId, 'given-up'],
        [again.shortId, 'no-job'],
      ]);

      const { stage: _stage, ...rest } = given;
      await applications.save(aChange({ ...rest, stage: 'withdrawn', version: given.version + 1 } as Application));
      assert.deepEqual(await unposted(), [[again.shortId, 'no-job']]);
      await jobs.add([showNotice(again, NOW)]);
      const { jobs: leased } = await jobs.lease({ ...everything, dueUntil: NOW, now: NOW });
      const end = { kind: 'parked', code: NO_HANDLER } as const;
      await jobs.finishAttempts(
        leased.map(({ id, attempt }) => ({ id, attempt, end })),
        NOW,
      );
      // The start of the outbox takes it back.
      assert.deepEqual(await unposted(), []);
    });
  });
});
