import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Urgency } from '../../kernel/urgency.ts';
import type { Notification } from '../../ports/channel.ts';
import {
  type Accounts,
  type AddressBook,
  type Digest,
  type Manners,
  type Reached,
  reach,
  type Way,
} from './address-book.ts';
import { type Clearing, clearedBy } from './clearing.ts';
import type { FoldSettings } from './fold.ts';
import type { Incident } from './incident.ts';
import type { Order } from './order.ts';

/** Sends what comes from this origin, with this urgency, whose text holds this, to these targets. What is left out fits everything. */
export interface RouteRule {
  readonly origin: string | undefined;
  readonly urgency: Urgency | undefined;
  /** Compared without regard to case, anywhere in title and lines. */
  readonly text: string | undefined;
  /** Undefined: the targets of the sender. */
  readonly to: readonly string[] | undefined;
  /** By which accounts the addresses go. Left out: by those that the targets name. */
  readonly accounts?: Accounts;
  /** These count instead of the settings and of what targets say; what is left out changes nothing. */
  readonly merge?: number | 'off' | undefined;
  readonly perMinute?: number | 'off' | undefined;
  readonly digest?: Digest | 'off' | undefined;
  /** What ends what. */
  readonly clears?: readonly Clearing[];
}

/** A program or person that hands notifications in. */
export interface Sender {
  /** Its key below `intake.senders`, or the name of a part of Porter. */
  readonly name: string;
  /** Names of the targets that it may reach, and where its notifications go unless they or a route say otherwise. */
  readonly to: readonly string[];
  /** True for the operator's own commands and for parts of Porter: any target. */
  readonly everywhere?: boolean;
}

/** One notification, ready to go out. */
export interface Planned {
  readonly notification: Notification;
  /** Never empty, each address once. */
  readonly addresses: readonly Reached[];
  readonly fold: FoldSettings;
  /** What begins or ends by it. */
  readonly incident: Incident | undefined;
}

export interface PlanSettings {
  readonly book: AddressBook;
  readonly manners: Manners;
  readonly routes: readonly RouteRule[];
  readonly fold: FoldSettings;
}

/**
 * Decides where a notification goes: to the targets that it names, if its sender may reach them; else to those of every route that
 * fits, as far as its sender may reach them, because a sender can name any origin; else to the sender's own. A target that the sender
 * may not reach is refused with the same words as one that does not exist. What is urgent is held back nowhere. Of the routes that it
 * takes, the first one counts that says how it is folded and what it clears.
 *
 * @param at when it may go out, epoch milliseconds
 */
export function plan(
  order: Order,
  sender: Sender,
  { book, manners, routes, fold }: PlanSettings,
  at: number,
): Outcome<Planned, 'target', string> {
  const notification: Notification = {
    ...order.notification,
    urgency: order.urgency ?? 'normal',
    origin: order.origin ?? sender.name,
  };
  const { to } = order;
  const reached = (name: string): boolean => mayReach(book, sender, name);
  const closed = to?.find((name) => !reached(name));
  if (closed !== undefined) return refuse('target', closed);
  const taken =
    to === undefined
      ? routes.filter((route) => fits(route, notification) && targetsOf(route, sender).some(reached))
      : [];
  const direct: Way = { names: to ?? sender.to, manner: {} };
  const ways = taken.length === 0 ? [direct] : taken.map((route) => wayOf(route, sender, reached));
  const addresses = reach(book, manners, ways, at).map((one) =>
    notification.urgency === 'now' ? { ...one, manner: {} } : one,
  );
  if (addresses.length === 0) return refuse('target', direct.names[0] ?? '');
  return ok({
    notification,
    addresses,
    fold: foldedBy(taken, fold),
    incident: clearedBy(taken, notification),
  });
}

const targetsOf = ({ to }: RouteRule, sender: Sender): readonly string[] => to ?? sender.to;

const wayOf = (route: RouteRule, sender: Sender, reached: (name: string) => boolean): Way => ({
  names: targetsOf(route, sender).filter(reached),
  manner: route.digest === undefined ? {} : { digest: route.digest },
  accounts: route.accounts,
});

function foldedBy(routes: readonly RouteRule[], { merge, perMinute }: FoldSettings): FoldSettings {
  const say = <Key extends 'merge' | 'perMinute'>(key: Key) => routes.find((route) => route[key] !== undefined)?.[key];
  const off = (said: number | 'off' | undefined) => (said === 'off' ? undefined : said);
  return {
    merge: say('merge') === undefined ? merge : off(say('merge')),
    perMinute: say('perMinute') === undefined ? perMinute : off(say('perMinute')),
  };
}

/** Is there a target of this name, and may the sender reach it? */
export const mayReach = (book: AddressBook, sender: Sender, name: string): boolean =>
  book.has(name) && (sender.everywhere === true || sender.to.includes(name));

function fits({ origin, urgency, text }: RouteRule, notification: Notification): boolean {
  if (origin !== undefined && origin !== notification.origin) return false;
  if (urgency !== undefined && urgency !== notification.urgency) return false;
  if (text === undefined) return true;
  return [notification.title, ...notification.lines].join('\n').toLowerCase().includes(text.toLowerCase());
}
