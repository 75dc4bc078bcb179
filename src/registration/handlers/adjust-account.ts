import { done, type JobHandler, later, nothing } from '../../outbox/job.ts';
import { type Application, endedStages } from '../application.ts';
import type { AccountProvisioner, OwnAccount } from '../ports/account-provisioner.ts';
import { type AdmitNeeds, admit } from './admit.ts';
import { aboutOf, textOf, unreadableJob } from './payload.ts';
import { type StillDecidedNeeds, stillDecided } from './still-decided.ts';

export interface AdjustAccountNeeds extends AdmitNeeds, StillDecidedNeeds {
  readonly applications: AdmitNeeds['applications'] & StillDecidedNeeds['applications'];
  readonly accounts: Pick<AccountProvisioner, 'bind' | 'lock' | 'unlock' | 'close'>;
}

/** After an undo, locks, unlocks or closes the account that was made already, whichever fits the application's stage now. */
export function makeAdjustAccount(needs: AdjustAccountNeeds): JobHandler {
  const { applications, accounts, advance } = needs;

  const accountOf = ({ id, userId }: Application): OwnAccount | undefined =>
    userId === undefined ? undefined : { userId, applicationId: id };
  const end = ({ applicationId, userId }: OwnAccount) => advance(applicationId, { kind: 'account-gone', userId });

  return async (job, { signal }) => {
    const about = aboutOf(job);
    switch (textOf(job, 'what')) {
      case 'lock': {
        const application = await applications.find(about.id);
        const account = application && accountOf(application);
        if (application === undefined || account === undefined) return nothing;
        // The person was let in again meanwhile, or the application is closed.
        const past = application.stage === 'admitted' || endedStages.includes(application.stage);
        if (past) return nothing;
        if ((await accounts.lock(account, signal)) === 'gone') await end(account);
        return done();
      }
      case 'close': {
        const application = await applications.find(about.id);
        const account = application && accountOf(application);
        if (account === undefined || application?.entry !== about.entry) return nothing;
        await accounts.close(account, signal);
        return done();
      }
      case 'unlock': {
        const decided = await stillDecided('approved', about, needs);
        if (decided.kind === 'later') return later(decided.at);
        if (decided.kind === 'past') return nothing;
        const account = accountOf(decided.application);
        if (account === undefined) return nothing;
        if ((await accounts.unlock(account, signal)) === 'gone') await end(account);
        else await admit(decided.application, account.userId, signal, needs);
        return done();
      }
      default:
        // Parked, not skipped: a forgotten lock would leave an account open.
        throw unreadableJob();
    }
  };
}
