import type { Clock } from '../../kernel/clock.ts';
import { done, type JobHandler, nothing } from '../../outbox/job.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import { sayInThread, sendLetter } from '../rules/jobs.ts';
import { aboutOf } from './payload.ts';

export interface TellDelayNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly jobs: AddJobs;
  readonly clock: Clock;
}

/** An hour after the approval the account is still not made: applicant and team are told, once. */
export function makeTellDelay({ applications, jobs, clock }: TellDelayNeeds): JobHandler {
  return async (job) => {
    const { id, entry } = aboutOf(job);
    const application = await applications.find(id);
    if (application?.stage !== 'approved' || application.entry !== entry || application.nameLost) return nothing;
    const now = clock.now();
    await jobs.add([
      sendLetter(application, 'approved-delayed', now),
      sayInThread(application, 'room.thread.delayed', {}, now),
    ]);
    return done();
  };
}
