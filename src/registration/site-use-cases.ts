import { type ApplyPageNeeds, type ApplyPageUseCases, makeApplyPage } from './apply/apply-page.ts';
import { type CheckPageNeeds, type CheckPageUseCases, makeCheckPage } from './prove/check-page.ts';
import { makeProveApplication, type ProveApplicationNeeds } from './prove/prove-application.ts';
import { makeProvePage, type ProvePageUseCases } from './prove/prove-page.ts';
import { makeRenew, type RenewNeeds, type RenewUseCases } from './renew-link.ts';
import { makeStatusPage, type StatusPageNeeds, type StatusPageUseCases } from './status/status-page.ts';
import { makeWelcomePage, type WelcomePageNeeds, type WelcomePageUseCases } from './welcome/welcome-page.ts';

/**
 * What the public site may ask, page by page, in the order in which an applicant meets them. Use cases give refusals as values;
 * they throw `Fault` when the database or the homeserver is out of order.
 */
export interface SiteUseCases {
  readonly applyPage: ApplyPageUseCases;
  readonly checkPage: CheckPageUseCases;
  readonly provePage: ProvePageUseCases;
  readonly statusPage: StatusPageUseCases;
  readonly welcomePage: WelcomePageUseCases;
  readonly renew: RenewUseCases;
}

export type SiteUseCaseNeeds = ApplyPageNeeds &
  ProveApplicationNeeds &
  Omit<CheckPageNeeds, 'proveApplication'> &
  StatusPageNeeds &
  WelcomePageNeeds &
  RenewNeeds;

/** `steadyNow` is one for the whole process: `makeSteadyNow(clock)`, shared with the handlers. */
export function makeSiteUseCases(needs: SiteUseCaseNeeds): SiteUseCases {
  const proveApplication = makeProveApplication(needs);
  return {
    applyPage: makeApplyPage(needs),
    checkPage: makeCheckPage({ ...needs, proveApplication }),
    provePage: makeProvePage({ ...needs, proveApplication }),
    statusPage: makeStatusPage(needs),
    welcomePage: makeWelcomePage(needs),
    renew: makeRenew(needs),
  };
}
