import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { LetGo } from '../../notifications/ports/letting-go.ts';
import { type Address, addressesOf, byAccount } from '../../notifications/rules/address-book.ts';
import { DELIVER, destinationOf } from '../../notifications/rules/jobs.ts';
import type { NotificationSettings } from '../../notifications/settings.ts';
import type { JobFilter } from '../../outbox/ports/job-desk.ts';
import { isChannelName } from '../channels.ts';
import { type Config, configFor } from '../config.ts';
import { notifications } from '../parts/notifications.ts';
import { insteadOf, readEntry } from './addresses.ts';
import { notificationSettings } from './config.ts';

/** Reads the single address that a person typed where a target may stand. @param targets names that may have been meant */
export function typedAddress(text: string, targets: readonly string[]): Outcome<Address, 'target', string> {
  const read = readEntry(text);
  if (!read.ok) return refuse('target', `${text} ${read.sentence}${read.remedy ? `: ${read.remedy}` : ''}`);
  if ('target' in read.entry) return refuse('target', `${text} is no target; ${insteadOf(text, targets)}`);
  return ok(read.entry);
}

/** The deliveries that a person means. */
export interface Deliveries {
  /** What they are called where no address may stand: a target, a channel, or a destination of the outbox. */
  readonly subject: string;
  readonly filter: Omit<JobFilter, 'state'>;
  /** Whom they are for. */
  readonly to: LetGo;
}

/** The targets, and every address that one leads to by any route. */
function knownTargets(config: Config) {
  const own = configFor(notifications, config);
  const { book, routes } = own === undefined ? nothing : notificationSettings(own);
  const reachedBy = (name: string): readonly Address[] => {
    const addresses = addressesOf(book, [name]);
    return [...addresses, ...routes.flatMap(({ accounts = new Map() }) => byAccount(addresses, accounts))];
  };
  return { book, reachedBy };
}

const nothing: Pick<NotificationSettings, 'book' | 'routes'> = { book: new Map(), routes: [] };

/**
 * Reads which deliveries a person means: those to a target, to an address (`xmpp:ops@example.org`), or of a whole channel (`telegram`).
 * Addresses and channels are known without their sections too, because their jobs may be there still.
 */
export function deliveriesTo(config: Config, text: string): Outcome<Deliveries, 'target', string> {
  const { book, reachedBy } = knownTargets(config);
  const deliveries = (subject: string, addresses: readonly Address[]) =>
    ok({ subject, filter: { kind: DELIVER, destinations: destinationsOf(addresses) }, to: { addresses } });
  if (book.has(text)) return deliveries(text, reachedBy(text));
  if (isChannelName(text)) return ok({ subject: text, filter: { kind: DELIVER, place: text }, to: { channel: text } });
  const address = typedAddress(text, [...book.keys()]);
  return address.ok ? deliveries(destinationOf(address.value), [address.value]) : address;
}

const destinationsOf = (addresses: readonly Address[]): readonly string[] => [...new Set(addresses.map(destinationOf))];

/** The names of the targets that lead to each destination of the outbox. */
export function targetsByDestination(config: Config): ReadonlyMap<string, readonly string[]> {
  const { book, reachedBy } = knownTargets(config);
  const found = new Map<string, string[]>();
  for (const name of book.keys()) {
    for (const destination of destinationsOf(reachedBy(name))) {
      found.set(destination, [...(found.get(destination) ?? []), name]);
    }
  }
  return found;
}
