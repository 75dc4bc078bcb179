import { MINUTE } from '../../kernel/clock.ts';
import { done, type JobHandler, later, nothing } from '../../outbox/job.ts';
import type { Advance } from '../advance.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { SteadyNow } from '../steady-time.ts';
import { textOf } from './payload.ts';

export interface CountPasswordNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly advance: Advance;
  readonly steadyNow: SteadyNow;
}

/** Whoever has set a password by another way than the welcome link is in all the same, and that link sets none any more. */
export const makeCountPassword =
  ({ applications, advance, steadyNow }: CountPasswordNeeds): JobHandler =>
  async (job) => {
    const id = textOf(job, 'id');
    const moved = await advance(id, { kind: 'link-used', spends: undefined });
    if (moved.ok) return done();
    // The account is there already, and the step that lets the person in is still on its way.
    const application = await applications.find(id);
    return application?.stage === 'approved' ? later(steadyNow() + MINUTE) : nothing;
  };
