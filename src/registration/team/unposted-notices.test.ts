import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDead } from '../../../test/support/dead-job.ts';
import { openTeam } from '../../../test/support/team.ts';
import { givenUpJobs } from '../../app/registration/tell-given-up.ts';
import { showNotice } from '../rules/jobs.ts';
import { makeUnpostedNotices } from './unposted-notices.ts';

test('a waiting application is without a notice once the job that posts it is given up, until one is in the room', async () => {
  await using team = await openTeam();
  const { storage, applications, votes, clock } = team;
  const unposted = makeUnpostedNotices({ givenUp: givenUpJobs(storage.desk), applications, votes });
  const giveUp = async () => {
    // In the order of their queue.
    const jobs = (await storage.desk.list({ kind: 'registration.show-notice', limit: 10 })).toReversed();
    for (const { id, state } of jobs) {
      if (state === 'waiting') await makeDead(storage, id, clock.now());
    }
  };
  const [one, other, posted] = [await team.waiting(), await team.waiting({ round: 2 }), await team.waiting()];
  await team.posted(posted);
  // A notice of an earlier round does not count.
  await team.posted(other, { round: 1 });
  for (const each of [one, other, posted]) await storage.jobs.add([showNotice(each, clock.now())]);
  assert.deepEqual(await unposted(), []);
  await giveUp();
  assert.deepEqual(await unposted(), [one.shortId, other.shortId]);

  await team.posted(one);
  await team.advance(other.id, { kind: 'withdraw' });
  assert.deepEqual(await unposted(), []);
});
