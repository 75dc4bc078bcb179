import { readEmailAddress } from '../../channels/email/address.ts';
import type { Checked } from '../../config/shape.ts';
import { suggest } from '../../config/suggest.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import type { AddressBook, Entry } from '../../notifications/rules/address-book.ts';
import { ringThrough } from '../../notifications/rules/address-book.ts';
import type { NotificationSettings } from '../../notifications/settings.ts';
import type { ReadAddress } from '../../ports/channel.ts';
import { cannotReach, messengerAddresses } from '../channels.ts';
import { checkReplies } from './check-replies.ts';
import { brokenClearings, idleClearings, routesOfNobody } from './check-routes.ts';
import { unusableSmtp } from './intake-listeners.ts';
import { mannersOf } from './manners.ts';
import { routeRuleOf } from './route-rule.ts';
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
  const [, channel, address] = /^([a-z]+):(.*)$/s.exec(text.trim()) ?? [];
  if (channel === undefined || address === undefined) return { ok: true, entry: { target: text.trim() } };
  const read = Object.hasOwn(readers, channel) ? readers[channel] : undefined;
  if (read === undefined) {
    const known = Object.keys(readers);
    const meant = suggest(channel, known);
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
  return channel !== undefined && readers[channel]?.(text).ok ? `${channel}:${text}` : undefined;
}

const OWN_TOKEN = 'each needs one of its own';

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

export function notificationSettings(config: NotificationsConfig): NotificationSettings {
  const { notifications: own } = config;
  return {
    book: addressBookOf(own),
    manners: mannersOf(config),
    routes: own.routes.map(routeRuleOf),
    show: { origin: own.showOrigin, symbol: own.showSymbol },
    fold: {
      merge: own.merge === 'off' ? undefined : own.merge,
      perMinute: own.flood === 'off' ? undefined : own.flood.perMinute,
    },
    life: own.life,
  };
}

/** Finds addresses that no channel can reach, names that are no target, rings, and tokens that two senders have. */
export function crossCheckNotifications(
  config: NotificationsConfig,
  yaml: YamlFile,
  announcers: readonly string[],
): Checked {
  const { notifications: own, intake } = config;
  const names = Object.keys(own.targets);
  const noTarget = (key: readonly string[], name: string) =>
    yaml.problem(key, `names ${name}, which is no target`, insteadOf(name, names));
  const lost = (key: readonly string[], to: readonly string[]) =>
    to.filter((name) => !names.includes(name)).map((name) => noTarget(key, name));

  const ofTargets = Object.entries(own.targets).flatMap(([name, { to }]) => {
    const key = ['notifications', 'targets', name];
    return to.flatMap((text) => {
      const read = readEntry(text);
      if (!read.ok) return [yaml.problem(key, `holds ${text}: ${read.sentence}`, read.remedy)];
      if ('target' in read.entry) return lost(key, [read.entry.target]);
      const section = lackingFor(config, read.entry.channel);
      const why = cannotReach(config, read.entry.channel, read.entry.address);
      if (why !== undefined)
        return [yaml.problem(key, `holds ${text}, which ${why}`, 'add it, or leave the address out')];
      return section === undefined
        ? []
        : [
            yaml.problem(
              key,
              `holds ${text}, and there is no ${section} in this file`,
              `add ${section}, or leave it out`,
            ),
          ];
    });
  });
  const book = addressBookOf(own);
  const ring = names.map((name) => ringThrough(book, name)).find((found) => found !== undefined);
  const rings = ring
    ? [yaml.problem(['notifications', 'targets', ring[0] ?? ''], `leads back to itself: ${ring.join(' → ')}`)]
    : [];
  const ofRoutes = own.routes.flatMap(({ to }, index) => lost(['notifications', 'routes', String(index), 'to'], to));
  const senders = Object.entries(intake?.senders ?? {});
  const ofSenders = senders.flatMap(([name, { to, token, topic }]) => [
    ...lost(['intake', 'senders', name, 'to'], to),
    ...(/\s/u.test(token.reveal().trim())
      ? [yaml.problem(['intake', 'senders', name, 'token'], 'holds white space, which no header can carry')]
      : []),
    // A shorter one could be guessed, and ntfy has no topics with other characters.
    ...(topic === undefined || /^[-_A-Za-z0-9]{15,64}$/.test(topic.reveal().trim())
      ? []
      : [yaml.problem(['intake', 'senders', name, 'topic'], 'must have 15 to 64 letters, digits, - and _')]),
  ]);
  const tokens = senders.flatMap(([name, { token, topic }]) =>
    Object.entries({ token, topic }).flatMap(([key, of]) =>
      of === undefined ? [] : [{ name, key, text: of.reveal().trim() }],
    ),
  );
  const twice = tokens.flatMap(({ name, key, text }, index) => {
    const same = tokens.slice(0, index).find((other) => other.text === text);
    return same
      ? [yaml.problem(['intake', 'senders', name, key], `is also the ${same.key} of ${same.name}`, OWN_TOKEN)]
      : [];
  });
  const twoWays =
    config.homeserver !== undefined && config.channels?.['matrix'] !== undefined
      ? [
          yaml.problem(
            ['channels', 'matrix'],
            'is not used, because the user of homeserver writes on Matrix',
            'leave it out; rooms and people are reached by homeserver',
          ),
        ]
      : [];
  return {
    problems: [
      ...ofTargets,
      ...rings,
      ...ofRoutes,
      ...ofSenders,
      ...twice,
      ...brokenClearings(config, yaml),
      ...checkReplies(config, yaml),
      ...unusableSmtp(intake, yaml),
    ],
    warnings: [...twoWays, ...routesOfNobody(config, yaml, announcers), ...idleClearings(config, yaml)],
  };
}
