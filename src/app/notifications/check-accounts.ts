import type { Checked } from '../../config/shape.ts';
import { suggest } from '../../config/suggest.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import { accountOf, serviceOf } from '../../kernel/channel-name.ts';
import { addressesOf, writtenAddress } from '../../notifications/rules/address-book.ts';
import { cannotReach } from '../channels.ts';
import { addressBookOf } from './addresses.ts';
import { accountsNamed } from './route-rule.ts';
import type { NotificationsConfig } from './sections.ts';

const channelsOf = ({ channels }: NotificationsConfig): readonly string[] => Object.keys(channels ?? {});

/** Finds routes whose account no channel has, or whose account cannot reach an address that they lead to. */
export function unusableAccounts(config: NotificationsConfig, yaml: YamlFile): Checked['problems'] {
  const known = channelsOf(config).flatMap((name) => accountOf(name) ?? []);
  return routesByAccount(config).flatMap(({ key, account, gone }) => {
    if (!known.includes(account)) {
      const meant = suggest(account, known);
      const remedy =
        meant === undefined ? `add its section, such as channels.telegram@${account}` : `did you mean ${meant}?`;
      return [yaml.problem(key, `names ${account}, and no channel has such an account`, remedy)];
    }
    return gone.flatMap(({ channel, address }) => {
      const why = cannotReach(config, channel, address);
      return why === undefined
        ? []
        : [yaml.problem(key, `leads to ${writtenAddress({ channel, address })}, which ${why}`)];
    });
  });
}

/** Finds routes whose account changes nothing, because none of their addresses is on a channel that has it. */
export const idleAccounts = (config: NotificationsConfig, yaml: YamlFile): Checked['warnings'] =>
  routesByAccount(config).flatMap(({ key, account, gone }) =>
    gone.length > 0
      ? []
      : [
          yaml.problem(
            key,
            `changes nothing: no target of this route is on a channel with the account ${account}`,
            'leave it out, or add an address of such a channel to a target',
          ),
        ],
  );

/** The routes that name an account, with the addresses that go by it. */
function routesByAccount(config: NotificationsConfig) {
  const { notifications: own, intake } = config;
  const book = addressBookOf(own);
  const ofSenders = Object.values(intake?.senders ?? {}).flatMap(({ to }) => to);
  return own.routes.flatMap(({ account, to = ofSenders }, index) => {
    if (account === undefined) return [];
    const accounts = accountsNamed(account, channelsOf(config));
    const gone = addressesOf(book, to).flatMap(({ channel, address }) => {
      const by = accounts.get(channel);
      return by === undefined ? [] : [{ channel: by, address }];
    });
    return [{ key: ['notifications', 'routes', String(index), 'account'], account, gone }];
  });
}

/** Finds a plain account on Matrix that nobody uses: beside a homeserver it is one only for what its further accounts take over. */
export function unusedAccount(config: NotificationsConfig, yaml: YamlFile): Checked['warnings'] {
  const ofMatrix = channelsOf(config).filter((name) => serviceOf(name) === 'matrix');
  if (config.homeserver === undefined || ofMatrix.join() !== 'matrix') return [];
  return [
    yaml.problem(
      ['channels', 'matrix'],
      'is not used, because the user of homeserver writes on Matrix',
      'leave it out; rooms and people are reached by homeserver',
    ),
  ];
}
