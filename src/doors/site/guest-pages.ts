import type { GuestUseCases } from '../../meetings/use-cases.ts';
import { makeNetworkLimit } from '../../web/limiter.ts';
import { guestRoutes } from './routes/guest.tsx';
import { type GuestLimits, guestLimits, type Pages } from './settings.ts';

/** The page behind an invitation to a meeting. */
export const guestPages =
  (guests: GuestUseCases, over: Partial<GuestLimits> = {}): Pages =>
  (page) => {
    const limits = { ...guestLimits, ...over };
    return guestRoutes({
      ...page,
      guests,
      unknownLinks: makeNetworkLimit(limits.unknownLinks, page.clock),
      joins: makeNetworkLimit(limits.joins, page.clock),
    });
  };
