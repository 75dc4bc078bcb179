import { DAY } from '../../kernel/clock.ts';
import { done, type JobHandler, later, nothing } from '../../outbox/job.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import { sayAccountLocked, sayInThread, sendLetter } from '../rules/jobs.ts';
import { REMINDER, welcomeIssue } from '../rules/links.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';
import { aboutOf } from './payload.ts';

export interface RemindWelcomeNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'audit'>;
  readonly accounts: Pick<AccountProvisioner, 'stateOf'>;
  readonly advance: Advance;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'welcomeWithin'>;
  readonly steadyNow: SteadyNow;
}

/**
 * The welcome link has expired and nobody has set a password: one more letter with a new link, and a word to the team, once. The
 * account stays: people go on holidays, and the page behind an old link sends a new one at any time. While the account is locked, the
 * letter waits.
 */
export function makeRemindWelcome(needs: RemindWelcomeNeeds): JobHandler {
  const { applications, accounts, advance, jobs, settings, steadyNow } = needs;

  /** When the newest link ends: its time runs from its sending, no matter who asked for it. */
  async function linkEnds({ id, since }: Application): Promise<number> {
    const letters = (await applications.audit(id)).filter(
      (entry) => entry.what === 'letter' && entry.letter === 'welcome' && entry.result === 'sent',
    );
    return Math.max(since, letters.at(-1)?.at ?? 0) + settings.welcomeWithin;
  }

  return async (job, { signal }) => {
    const { id, entry } = aboutOf(job);
    const application = await applications.find(id);
    if (application?.stage !== 'admitted' || application.entry !== entry) return nothing;
    const now = steadyNow();
    const ends = await linkEnds(application);
    if (ends > now) return later(ends);
    const { userId, shortId } = application;
    const state = await accounts.stateOf({ userId, applicationId: id }, signal);
    if (state === 'gone') {
      await advance(id, { kind: 'account-gone', userId });
      return done();
    }
    if (state === 'locked') {
      await jobs.add([sayAccountLocked(application, now)]);
      return later(now + DAY);
    }
    await jobs.add([
      sendLetter(application, 'welcome-reminder', now, welcomeIssue(entry, REMINDER)),
      sayInThread(application, 'room.thread.welcomeUnused', { userId, id: shortId }, now),
    ]);
    return done();
  };
}
