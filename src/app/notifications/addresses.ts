import { readEmailAddress } from '../../channels/email/address.ts';
import { suggest } from '../../config/suggest.ts';
import { type AddressBook, type Entry, writtenAddress } from '../../notifications/rules/address-book.ts';
import type { ReadAddress } from '../../ports/channel.ts';
import { isChannelName, messengerAddresses } from '../channels.ts';
import type { NotificationsConfig } from './sections.ts';

/** How the addresses of each channel are read. */
const readers: Readonly<Record<string, ReadAddress>> = {
  email: readEmailAddress,
  ...messengerAddresses,
};

/** Section that a channel needs, as the file names it. */
const sectionOf = (channel: string): string =>
  ({ matrix: 'homeserver or channels.matrix', email: 'mail' })[channel] ?? `channels.${channel}`;

type ReadEntry =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly sentence: string; readonly remedy?: string };

/** Reads an address (`channel:address`), or what has no `:` as the name of a target. */
export function readEntry(text: string): ReadEntry {
  const [, channel, service, address] = /^(([a-z]+)(?:@[^:.]*)?):(.*)$/s.exec(text.trim()) ?? [];
  if (channel === undefined || service === undefined || address === undefined) {
    return { ok: true, entry: { target: text.trim() } };
  }
  const read = Object.hasOwn(readers, service) && isChannelName(channel) ? readers[service] : undefined;
  if (read === undefined) {
    const known = Object.keys(readers);
    const meant = known.includes(service) ? undefined : suggest(service, known);
    const sentence = `names the channel ${channel}, which there is not`;
    return { ok: false, sentence, remedy: meant ? `did you mean ${meant}?` : `channels are ${known.join(', ')}` };
  }
  const found = read(address);
  return found.ok ? { ok: true, entry: { channel, address: found.address } } : { ok: false, sentence: found.sentence };
}

/** Returns the remedy for a name that no target has: what was most likely meant, or which targets there are. */
export function insteadOf(text: string, targets: readonly string[]): string {
  const meant = suggest(text, targets) ?? withChannel(text);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return targets.length > 0 ? `notifications.targets has ${targets.join(', ')}` : 'notifications.targets has none';
}

/** An address whose form belongs to one channel alone, with that channel in front. */
function withChannel(text: string): string | undefined {
  const channel = /^[!#@].+/.test(text)
    ? 'matrix'
    : /@/.test(text)
      ? 'email'
      : /^-?\d/.test(text)
        ? 'telegram'
        : undefined;
  return channel !== undefined && readers[channel]?.(text).ok ? writtenAddress({ channel, address: text }) : undefined;
}

/** The section that a channel needs and this configuration has not; undefined if it is there. */
export function lackingFor({ homeserver, mail, channels }: NotificationsConfig, channel: string): string | undefined {
  const own = { matrix: homeserver, email: mail }[channel] ?? channels?.[channel];
  return own === undefined ? sectionOf(channel) : undefined;
}

/** The targets as the relay uses them. What cannot be read is left out; `crossCheckNotifications` has refused it. */
export const addressBookOf = ({ targets }: NotificationsConfig['notifications']): AddressBook =>
  new Map(
    Object.entries(targets).map(([name, { to }]) => [
      name,
      to.map(readEntry).flatMap((read) => (read.ok ? [read.entry] : [])),
    ]),
  );
