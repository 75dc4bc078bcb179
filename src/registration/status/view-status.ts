import { userIdOf } from '../../kernel/matrix-id.ts';
import type { Application } from '../application.ts';
import { findByPageLink } from '../find-link.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';
import type { StatusView, ViewStatus } from '../use-cases.ts';

/** What every page behind a status link needs. */
export interface StatusNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink'>;
  readonly derive: Pick<Derivations, 'linkHash'>;
  readonly steadyNow: SteadyNow;
}

export interface ViewStatusNeeds extends StatusNeeds {
  readonly settings: Pick<RegistrationSettings, 'serverName'>;
}

/** The applicant's own page. */
export function makeViewStatus({ settings, ...needs }: ViewStatusNeeds): ViewStatus {
  return async (token) => {
    const application = await findByPageLink(token, 'status', needs.steadyNow(), needs);
    return application && viewOf(application, settings.serverName);
  };
}

const viewOf = (application: Application, serverName: string): StatusView => ({
  shortId: application.shortId,
  stage: application.stage,
  since: application.since,
  userId: userIdOf(application.localpart, serverName),
  language: application.language,
  nameLost: application.stage === 'approved' && application.nameLost,
  why: application.stage === 'expired' ? application.why : undefined,
  mayWithdraw: application.stage === 'submitted' || application.stage === 'waiting',
  mayResendWelcome: application.stage === 'admitted',
});
