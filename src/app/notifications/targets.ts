import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { type Address, addressesOf } from '../../notifications/rules/address-book.ts';
import { DELIVER, destinationOf } from '../../notifications/rules/jobs.ts';
import type { JobFilter } from '../../outbox/ports.ts';
import { channelNames } from '../channels.ts';
import { type Config, configFor } from '../config.ts';
import { notifications } from '../parts/notifications.ts';
import { insteadOf, notificationSettings, readEntry } from './config.ts';

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
}

const bookOf = (config: Config) => {
  const own = configFor(notifications, config);
  return own === undefined ? new Map<string, never>() : notificationSettings(own).book;
};

/**
 * Reads which deliveries a person means: those to a target, to an address (`xmpp:ops@example.org`), or of a whole channel (`telegram`).
 * Addresses and channels are known without their sections too, because their jobs may be there still.
 */
export function deliveriesTo(config: Config, text: string): Outcome<Deliveries, 'target', string> {
  const book = bookOf(config);
  const to = (addresses: readonly Address[]) => ({ kind: DELIVER, destinations: addresses.map(destinationOf) });
  if (book.has(text)) return ok({ subject: text, filter: to(addressesOf(book, [text])) });
  if (channelNames.includes(text)) return ok({ subject: text, filter: { kind: DELIVER, place: text } });
  const address = typedAddress(text, [...book.keys()]);
  return address.ok ? ok({ subject: destinationOf(address.value), filter: to([address.value]) }) : address;
}

/** The names of the targets that lead to each destination of the outbox. */
export function targetsByDestination(config: Config): ReadonlyMap<string, readonly string[]> {
  const book = bookOf(config);
  const found = new Map<string, string[]>();
  for (const name of book.keys()) {
    for (const destination of addressesOf(book, [name]).map(destinationOf)) {
      found.set(destination, [...(found.get(destination) ?? []), name]);
    }
  }
  return found;
}
