import type { Application } from '../application.ts';
import type { ApplicationAuditEntry } from '../ports/application-audit.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import { type ToldText, toldOrder } from '../told-order.ts';

/** One application and everything that happened to it, oldest first. */
export interface ApplicationDetails {
  readonly application: Application;
  /** What the applicant told, in English. */
  readonly told: readonly ToldText[];
  readonly audit: readonly ApplicationAuditEntry[];
}

/** Newest first. Parameters as in `ApplicationStore.list`. */
export type ListApplications = ApplicationStore['list'];
export type ShowApplication = (shortId: number) => Promise<ApplicationDetails | undefined>;

export const makeShowApplication =
  ({ applications }: { readonly applications: Pick<ApplicationStore, 'findByShortId' | 'audit'> }): ShowApplication =>
  async (shortId) => {
    const application = await applications.findByShortId(shortId);
    if (application === undefined) return undefined;
    const told = toldOrder(application.order, 'en');
    return { application, told, audit: await applications.audit(application.id) };
  };
