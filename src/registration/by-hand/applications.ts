import type { ApplicationStore } from '../ports/application-store.ts';
import type { ListApplications, ShowApplication } from '../team-use-cases.ts';
import { toldOrder } from '../told-order.ts';

/** Newest first. */
export const makeListApplications =
  ({ applications }: { readonly applications: Pick<ApplicationStore, 'list'> }): ListApplications =>
  (stages, limit, before) =>
    applications.list(stages, limit, before);

/** One application and everything that happened to it. */
export const makeShowApplication =
  ({ applications }: { readonly applications: Pick<ApplicationStore, 'findByShortId' | 'audit'> }): ShowApplication =>
  async (shortId) => {
    const application = await applications.findByShortId(shortId);
    if (application === undefined) return undefined;
    return {
      application,
      told: toldOrder(application.order, 'en'),
      audit: await applications.audit(application.id),
    };
  };
