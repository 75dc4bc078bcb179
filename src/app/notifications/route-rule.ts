import { readClearing } from '../../notifications/rules/clearing.ts';
import type { RouteRule } from '../../notifications/rules/plan.ts';
import type { NotificationsConfig } from './sections.ts';

type Route = NotificationsConfig['notifications']['routes'][number];

/** A route as the relay uses it. @param index its position in the file, from 0 */
export const routeRuleOf = (
  { origin, urgency, text, to, merge, flood, digest, clears = {} }: Route,
  index: number,
): RouteRule => ({
  ...{ origin, urgency, text, to, merge },
  perMinute: typeof flood === 'object' ? flood.perMinute : flood,
  digest: typeof digest === 'number' ? { of: `route ${index + 1}`, every: digest } : digest,
  clears: Object.entries(clears).map(([ends, begins]) => readClearing(ends, begins)),
});
