import { isObject } from '../../kernel/is-object.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { GivenUpJobs } from '../ports/given-up-jobs.ts';
import type { VoteStore } from '../ports/vote-store.ts';
import type { JobKind } from '../rules/jobs.ts';

export interface UnpostedNoticesNeeds {
  readonly givenUp: GivenUpJobs;
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly votes: Pick<VoteStore, 'findNotice'>;
}

/**
 * Short IDs, ascending, of applications that wait for votes and have no notice to vote on, because the job that posts it was given up.
 * One whose job still waits is not among them. Throws `Fault`.
 */
export type UnpostedNotices = () => Promise<readonly number[]>;

const posts: JobKind = 'registration.show-notice';

export function makeUnpostedNotices({ givenUp, applications, votes }: UnpostedNoticesNeeds): UnpostedNotices {
  return async () => {
    const unposted = new Set<number>();
    for await (const { kind, payload } of givenUp.all()) {
      if (kind !== posts || !isObject(payload) || typeof payload['id'] !== 'string') continue;
      const found = await applications.find(payload['id']);
      if (found?.stage !== 'waiting') continue;
      if ((await votes.findNotice(found.id, found.round)) === undefined) unposted.add(found.shortId);
    }
    return [...unposted].sort((a, b) => a - b);
  };
}
