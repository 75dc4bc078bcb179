import type { AddressBook, Manners } from './rules/address-book.ts';
import type { FoldSettings } from './rules/fold.ts';
import type { RouteRule } from './rules/plan.ts';

/** The relay's settings, as `app/` maps them from the configuration. */
export interface NotificationSettings {
  readonly book: AddressBook;
  /** How targets hold back what goes to them. */
  readonly manners: Manners;
  readonly routes: readonly RouteRule[];
  /** Which of the two stand before a title. */
  readonly show: { readonly origin: boolean; readonly symbol: boolean };
  readonly fold: FoldSettings;
  /** How long a delivery is tried, milliseconds. Then it is a dead letter. */
  readonly life: number;
}

/** Kinds of jobs that hold whom something is for, or what somebody said. */
export const jobKinds = {
  deliver: 'notifications.deliver',
  correct: 'notifications.correct',
  fold: 'notifications.fold',
  digest: 'notifications.digest',
  showRemark: 'notifications.show-remark',
} as const;

/** How many titles are shown of notifications that were folded because too many came. */
export const MOST_TITLES = 10;
