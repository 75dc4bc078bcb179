import { done, type JobHandler, nothing } from '../../../outbox/job.ts';
import { aboutOf } from '../../handlers/payload.ts';
import type { ApplicationStore } from '../../ports/application-store.ts';
import type { VoteCounter } from '../vote-counter.ts';

export interface LookAtNoticeNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly counter: Pick<VoteCounter, 'recount'>;
}

/**
 * Job `registration.look-at-notice`: looks once more at a notice that was posted again because the one before was removed. A room or a
 * homeserver that deletes messages soon does that to the next one as well, and counting the votes finds it out.
 */
export function makeLookAtNotice({ applications, counter }: LookAtNoticeNeeds): JobHandler {
  return async (job) => {
    const { id, entry } = aboutOf(job);
    const found = await applications.find(id);
    if (found?.stage !== 'waiting' || found.entry !== entry) return nothing;
    await counter.recount(id);
    return done();
  };
}
