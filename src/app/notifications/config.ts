import type { Checked } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import { ringThrough } from '../../notifications/rules/address-book.ts';
import type { NotificationSettings } from '../../notifications/settings.ts';
import { cannotReach } from '../channels.ts';
import { addressBookOf, insteadOf, lackingFor, readEntry } from './addresses.ts';
import { idleAccounts, unusableAccounts, unusedAccount } from './check-accounts.ts';
import { checkReplies } from './check-replies.ts';
import { brokenClearings, idleClearings, noTargets, routesOfNobody } from './check-routes.ts';
import { unusableSmtp } from './intake-listeners.ts';
import { mannersOf } from './manners.ts';
import { routeRuleOf } from './route-rule.ts';
import type { NotificationsConfig } from './sections.ts';

const OWN_TOKEN = 'each needs one of its own';

export function notificationSettings(config: NotificationsConfig): NotificationSettings {
  const { notifications: own } = config;
  return {
    book: addressBookOf(own),
    manners: mannersOf(config),
    routes: own.routes.map((route, index) => routeRuleOf(route, index, Object.keys(config.channels ?? {}))),
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
  const ofRoutes = own.routes.flatMap(({ to = [] }, index) =>
    lost(['notifications', 'routes', String(index), 'to'], to),
  );
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
  return {
    problems: [
      ...ofTargets,
      ...rings,
      ...ofRoutes,
      ...ofSenders,
      ...twice,
      ...brokenClearings(config, yaml),
      ...unusableAccounts(config, yaml),
      ...checkReplies(config, yaml),
      ...unusableSmtp(intake, yaml),
    ],
    warnings: [
      ...unusedAccount(config, yaml),
      ...noTargets(config, yaml),
      ...routesOfNobody(config, yaml, announcers),
      ...idleClearings(config, yaml),
      ...idleAccounts(config, yaml),
    ],
  };
}
