import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Urgency } from '../../kernel/urgency.ts';
import type { Notification } from '../../ports/channel.ts';
import { type AddressBook, type Manners, type Reached, reach } from './address-book.ts';
import type { Order } from './order.ts';

/** Sends what comes from these origins, with these urgencies, whose text holds this, to these targets. What is left out fits everything. */
export interface RouteRule {
  readonly origin: string | undefined;
  readonly urgency: Urgency | undefined;
  /** Compared without regard to case, anywhere in title and lines. */
  readonly text: string | undefined;
  readonly to: readonly string[];
}

/** Who hands notifications in. */
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
}

/**
 * Decides where a notification goes: to the targets that it names, if its sender may reach them; else to those of every route that
 * fits, as far as its sender may reach them, because a sender can name any origin; else to the sender's own. A target that the sender
 * may not reach is refused with the same words as one that does not exist. What is urgent is held back nowhere.
 *
 * @param at when it may go out, epoch milliseconds
 */
export function plan(
  order: Order,
  sender: Sender,
  {
    book,
    manners,
    routes,
  }: { readonly book: AddressBook; readonly manners: Manners; readonly routes: readonly RouteRule[] },
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
  const routed = routes.filter((route) => fits(route, notification)).flatMap((route) => route.to.filter(reached));
  const names = to ?? (routed.length > 0 ? routed : sender.to);
  const addresses = reach(book, notification.urgency === 'now' ? new Map() : manners, names, at);
  return addresses.length === 0 ? refuse('target', names[0] ?? '') : ok({ notification, addresses });
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
