import { done, type JobHandler, type JobResult, later, nothing } from '../../outbox/job.ts';
import type { Application } from '../application.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import { type AdmitNeeds, admit } from './admit.ts';
import { type About, aboutOf } from './payload.ts';
import { type StillDecidedNeeds, stillDecided } from './still-decided.ts';

export interface CreateAccountNeeds extends AdmitNeeds, StillDecidedNeeds {
  readonly applications: AdmitNeeds['applications'] & StillDecidedNeeds['applications'];
  readonly accounts: Pick<AccountProvisioner, 'createFor' | 'bind' | 'findFor' | 'adoptPassword'>;
}

/** Makes the account of an approved application exactly once, and never touches one that exists (hardening D4, V13). */
export function makeCreateAccount(needs: CreateAccountNeeds): JobHandler {
  const { accounts, advance } = needs;

  /** The decision was taken back, but an earlier attempt may have made the account: it must not stay open and forgotten. */
  async function reclaim(
    application: Application | undefined,
    { entry }: About,
    signal: AbortSignal,
  ): Promise<JobResult> {
    if (application === undefined || application.userId !== undefined) return nothing;
    const userId = await accounts.findFor?.(application.id, signal);
    if (userId === undefined) return nothing;
    await advance(application.id, { kind: 'account-made', entry, userId });
    return done();
  }

  return async (job, { signal }) => {
    const about = aboutOf(job);
    const decided = await stillDecided('approved', about, needs);
    if (decided.kind === 'later') return later(decided.at);
    if (decided.kind === 'past') return job.attempt > 1 ? reclaim(decided.application, about, signal) : nothing;
    const { application } = decided;
    if (application.nameLost) return nothing;

    const made = await accounts.createFor(application, signal);
    if (made.kind === 'taken') {
      await advance(application.id, { kind: 'name-lost', entry: about.entry, touched: made.touched === true });
    } else await admit(application, made.userId, signal, needs);
    return done();
  };
}
