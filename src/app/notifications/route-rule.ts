import { accountOf, serviceOf } from '../../kernel/channel-name.ts';
import type { Accounts } from '../../notifications/rules/address-book.ts';
import { readClearing } from '../../notifications/rules/clearing.ts';
import type { RouteRule } from '../../notifications/rules/plan.ts';
import type { NotificationsConfig } from './sections.ts';

/** The accounts of this name, one for each channel that has it. */
export const accountsNamed = (account: string | undefined, channels: readonly string[]): Accounts =>
  new Map(
    channels
      .filter((name) => accountOf(name) === account && account !== undefined)
      .map((name) => [serviceOf(name), name]),
  );

type Route = NotificationsConfig['notifications']['routes'][number];

/**
 * A route as the relay uses it.
 *
 * @param index its position in the file, from 0
 * @param channels the names of those below `channels`
 */
export const routeRuleOf = (
  { origin, urgency, text, to, account, merge, flood, digest, clears = {} }: Route,
  index: number,
  channels: readonly string[],
): RouteRule => ({
  ...{ origin, urgency, text, to, merge },
  accounts: accountsNamed(account, channels),
  perMinute: typeof flood === 'object' ? flood.perMinute : flood,
  digest: typeof digest === 'number' ? { of: `route ${index + 1}`, every: digest } : digest,
  clears: Object.entries(clears).map(([ends, begins]) => readClearing(ends, begins)),
});
