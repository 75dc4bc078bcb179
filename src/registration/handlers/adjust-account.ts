import { done, type JobHandler, later, nothing } from '../../outbox/job.ts';
import { endedStages } from '../application.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import { type AdmitNeeds, admit } from './admit.ts';
import { aboutOf, textOf, unreadableJob } from './payload.ts';
import { type StillDecidedNeeds, stillDecided } from './still-decided.ts';

export interface AdjustAccountNeeds extends AdmitNeeds, StillDecidedNeeds {
  readonly applications: AdmitNeeds['applications'] & StillDecidedNeeds['applications'];
  readonly accounts: Pick<AccountProvisioner, 'bind' | 'lock' | 'unlock' | 'close'>;
}

/** After an undo, locks, unlocks or closes the account that was made already, whichever fits the application's stage now. */
export function makeAdjustAccount(needs: AdjustAccountNeeds): JobHandler {
  const { applications, accounts } = needs;

  return async (job, { signal }) => {
    const about = aboutOf(job);
    switch (textOf(job, 'what')) {
      case 'lock': {
        const application = await applications.find(about.id);
        if (application?.userId === undefined) return nothing;
        // The person was let in again meanwhile, or the application is closed.
        const past = application.stage === 'admitted' || endedStages.includes(application.stage);
        if (past) return nothing;
        await accounts.lock(application.userId, signal);
        return done();
      }
      case 'close': {
        const application = await applications.find(about.id);
        if (application?.userId === undefined || application.entry !== about.entry) return nothing;
        await accounts.close(application.userId, signal);
        return done();
      }
      case 'unlock': {
        const decided = await stillDecided('approved', about, needs);
        if (decided.kind === 'later') return later(decided.at);
        if (decided.kind === 'past') return nothing;
        const { userId } = decided.application;
        if (userId === undefined) return nothing;
        await accounts.unlock(userId, signal);
        await admit(decided.application, userId, signal, needs);
        return done();
      }
      default:
        // Parked, not skipped: a forgotten lock would leave an account open.
        throw unreadableJob();
    }
  };
}
