import { type Clock, MINUTE } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { AddJobs } from '../ports/add-jobs.ts';
import type { Advance } from './advance.ts';
import type { Application, Stage } from './application.ts';
import { forEachApplication } from './each-application.ts';
import type { AccountProvisioner } from './ports/account-provisioner.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import { sayAccountLocked } from './rules/jobs.ts';

export interface EndWithoutAccountNeeds {
  readonly applications: Pick<ApplicationStore, 'list' | 'find'>;
  readonly accounts: Pick<AccountProvisioner, 'stateOf'>;
  readonly advance: Advance;
  readonly jobs: AddJobs;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/**
 * Ends each application whose account was made, was not handed over yet and is gone at the homeserver; tells the team of an account
 * that is locked. Asks the homeserver once for each account. Repeatable; throws `Fault`.
 */
export type EndWithoutAccount = () => Promise<void>;

/** Stages in which an account may be made already and nobody has entered it. */
const stages: readonly Stage[] = ['waiting', 'approved', 'admitted'];
/** An account that was just made is not asked for: a worker of the homeserver may not show yet what another one has made. */
export const ASKED_AFTER = MINUTE;

export function makeEndWithoutAccount(needs: EndWithoutAccountNeeds): EndWithoutAccount {
  const { applications, accounts, advance, jobs, clock, log } = needs;

  async function compare(application: Application): Promise<void> {
    const { id, shortId, userId, since, entry } = application;
    if (userId === undefined || clock.now() - since < ASKED_AFTER) return;
    const state = await accounts.stateOf({ userId, applicationId: id });
    if (state === 'gone') {
      log.warn('the account of an open application is gone', { application: shortId, userId });
      await advance(id, { kind: 'account-gone', userId });
      return;
    }
    // Porter itself locks the account when the approval is taken back.
    if (state !== 'locked' || application.stage !== 'admitted') return;
    const now = await applications.find(id);
    if (now?.stage === 'admitted' && now.entry === entry) await jobs.add([sayAccountLocked(now, clock.now())]);
  }

  return () => forEachApplication(applications, stages, log, compare);
}
