import { type Clock, MINUTE } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { AddJobs } from '../ports/add-jobs.ts';
import type { Advance } from './advance.ts';
import type { Application, Stage } from './application.ts';
import { forEachApplication } from './each-application.ts';
import type { AccountProvisioner } from './ports/account-provisioner.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import { sayAccountLocked } from './rules/jobs.ts';

export interface LookAtAccountsNeeds {
  readonly applications: Pick<ApplicationStore, 'list' | 'find'>;
  readonly accounts: Pick<AccountProvisioner, 'stateOf'>;
  readonly advance: Advance;
  readonly jobs: AddJobs;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/**
 * Compares the accounts that were made and not handed over yet with the homeserver: one question for each. An application whose account
 * is gone ends; the team is told of one that is locked. Repeatable; throws `Fault`.
 */
export type LookAtAccounts = () => Promise<void>;

/** Stages in which an account may be made already and nobody has entered it. */
const stages: readonly Stage[] = ['waiting', 'approved', 'admitted'];
/** A worker of the homeserver may be some moments behind, and not show yet what another one has made. */
export const SETTLED_AFTER = MINUTE;

export function makeLookAtAccounts(needs: LookAtAccountsNeeds): LookAtAccounts {
  const { applications, accounts, advance, jobs, clock, log } = needs;

  async function look(application: Application): Promise<void> {
    const { id, shortId, userId, since, entry } = application;
    if (userId === undefined || clock.now() - since < SETTLED_AFTER) return;
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

  return () => forEachApplication(applications, stages, log, look);
}
