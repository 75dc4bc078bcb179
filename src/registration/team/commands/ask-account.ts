import type { Clock } from '../../../kernel/clock.ts';
import { Fault } from '../../../kernel/fault.ts';
import { type UserId, userIdOf } from '../../../kernel/matrix-id.ts';
import type { Application } from '../../application.ts';
import { ASKED_AFTER } from '../../end-without-account.ts';
import type { AccountProvisioner } from '../../ports/account-provisioner.ts';
import type { RegistrationSettings } from '../../settings.ts';

export interface AskAccountNeeds {
  readonly accounts: Pick<AccountProvisioner, 'isFree' | 'stateOf'>;
  readonly settings: Pick<RegistrationSettings, 'serverName'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * What keeps people out of the account that was made for this application, before somebody is promised one. `closed`: closed, or not
 * there any more, or no longer Porter's. Undefined: nothing does, none was made, or the homeserver cannot be asked now; whoever needs
 * the account later asks again.
 */
export type AskAccount = (application: Application) => Promise<'closed' | 'locked' | undefined>;

export function makeAskAccount({ accounts, settings, clock }: AskAccountNeeds): AskAccount {
  async function ask(application: Application): ReturnType<AskAccount> {
    const { id, localpart, since } = application;
    const hadOne = application.stage === 'expired' && application.why === 'account-gone';
    const userId: UserId | undefined = hadOne ? userIdOf(localpart, settings.serverName) : application.userId;
    if (userId === undefined || (!hadOne && clock.now() - since < ASKED_AFTER)) return undefined;
    const state = await accounts.stateOf({ userId, applicationId: id });
    if (state !== 'gone') return state === 'locked' ? 'locked' : undefined;
    // Nothing holds the name: a new account can be made.
    const name = hadOne ? await accounts.isFree(localpart) : 'taken';
    return name === 'free' || name === 'unknown' ? undefined : 'closed';
  }

  return async (application) => {
    try {
      return await ask(application);
    } catch (error) {
      if (error instanceof Fault) return undefined;
      throw error;
    }
  };
}
