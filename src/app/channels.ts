import { z } from 'zod';
import type { AccountShape, ConfigOf, Sections } from '../config/shape.ts';
import { knownKeys } from '../config/validate.ts';
import { accountOf, isAccountName, serviceOf } from '../kernel/channel-name.ts';
import type { OpenChannel, ReadAddress } from '../ports/channel.ts';
import { noMemory } from '../ports/memory-store.ts';
import { asAccount, memoryOf } from './channels/as-account.ts';
import type { ChannelKind } from './channels/channel-kind.ts';
import { discord } from './channels/discord.ts';
import { email } from './channels/email.ts';
import { emailAccount } from './channels/email-account.ts';
import { matrix } from './channels/matrix.ts';
import type { MessengerGround, MessengerKind, MessengerRuntime } from './channels/messenger-kind.ts';
import { telegram } from './channels/telegram.ts';
import { xmpp } from './channels/xmpp.ts';
import type { Runtime } from './open-database.ts';

/** The channels with a section of their own. */
const channelKinds = [email] as const;

/** The channels below `channels`. To add one, add its folder and list it here. */
const messengers: readonly MessengerKind[] = [matrix, telegram, discord, xmpp];

/** The channels that may have further accounts below `channels`. */
const withAccounts: readonly MessengerKind[] = [...messengers, emailAccount];

type Kind = (typeof channelKinds)[number];
type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;

const ACCOUNT = {
  type: 'object',
  description: 'A further account of this channel: what it leaves out is taken from the section of the channel.',
};

const ChannelsSection = z
  .strictObject(Object.fromEntries(messengers.map(({ name, section }) => [name, section.optional()])))
  .meta({
    description:
      'Ways to people besides mail, and besides Matrix by a homeserver of your own. Each that is left out is off. A further account of one, or of email, is a section such as telegram@alarm, which has what it leaves out from its channel.',
    patternProperties: { [`^(${withAccounts.map(({ name }) => name).join('|')})@[a-z0-9][a-z0-9_-]*$`]: ACCOUNT },
  });

export const channelSections = {
  ...(Object.assign({}, ...channelKinds.map(({ sections }) => sections)) as Intersection<Kind['sections']>),
  channels: ChannelsSection.optional(),
} satisfies Sections;

export type ChannelsConfig = ConfigOf<typeof channelSections>;

/** How the further accounts of channels stand in the file. */
export const accountShapes: readonly AccountShape[] = withAccounts.map(({ name, section, plain, displacedBy }) => ({
  ...{ service: name, section, displacedBy },
  plain: plain ?? [['channels', name]],
}));

/** A channel of `channelKinds` with the configuration that its functions take. */
export interface ConfiguredChannel {
  readonly kind: ChannelKind;
  readonly config: never;
  /** Where its section stands. */
  readonly at: readonly string[];
  /** `email@alarm`; undefined: the channel's own. */
  readonly account: string | undefined;
}

/** Returns the channels of `channelKinds` whose sections are in the file, with their further accounts. */
export const configuredChannels = (config: ChannelsConfig): readonly ConfiguredChannel[] =>
  allKinds.flatMap((kind): readonly ConfiguredChannel[] => {
    const sections = Object.keys(kind.sections);
    const there = sections.every((name) => config[name as keyof ChannelsConfig] !== undefined);
    const own = { kind, config: config as never, at: sections, account: undefined };
    const accounts = Object.entries(config.channels ?? {}).filter(([name]) => serviceOf(name) === kind.name);
    return [
      ...(there ? [own] : []),
      ...accounts.map(([account, section]) => ({
        ...{ kind, account, at: ['channels', account] },
        // An account is read as the section of its channel, and stands in its place.
        config: { ...config, ...Object.fromEntries(sections.map((name) => [name, section])) } as never,
      })),
    ];
  });

const allKinds: readonly ChannelKind[] = channelKinds;

const services: readonly string[] = [...allKinds, ...messengers].map(({ name }) => name);

/** Can there be a channel of this name, configured or not? Each is a place of the outbox. */
export function isChannelName(text: string): boolean {
  const account = accountOf(text);
  return services.includes(serviceOf(text)) && (account === undefined || isAccountName(account));
}

/** Channels by name, without further accounts. */
export const channelNames = services;

/** The open channels by name; a channel that is not configured is missing. */
export type OpenChannels = {
  readonly [Name in Kind['name']]?: Awaited<ReturnType<Extract<Kind, { readonly name: Name }>['open']>>;
} & {
  /** Those below `channels`, further accounts among them. */
  readonly messengers: Readonly<Record<string, OpenChannel>>;
};

/** Opens every configured channel and contacts nobody. @param opening closes them */
export async function openChannels(
  config: ChannelsConfig & MessengerGround,
  runtime: MessengerRuntime,
  opening: AsyncDisposableStack,
): Promise<OpenChannels> {
  const channels: Record<string, unknown> = {};
  for (const { kind, config: its, account } of configuredChannels(config)) {
    if (account === undefined) channels[kind.name] = opening.use(await kind.open(its));
  }
  const open: Record<string, OpenChannel> = {};
  for (const [name, own] of Object.entries(config.channels ?? {})) {
    const kind = messengerOf(name);
    if (kind !== undefined && own !== undefined) {
      open[name] = opening.use(await openMessenger(kind, name, { own, runtime, ground: config }));
    }
  }
  return { ...channels, messengers: open } as OpenChannels;
}

const messengerOf = (channel: string): MessengerKind | undefined =>
  withAccounts.find(({ name }) => name === serviceOf(channel));

async function openMessenger(
  kind: MessengerKind,
  channel: string,
  { own, runtime, ground }: { own: unknown; runtime: MessengerRuntime; ground: MessengerGround },
): Promise<OpenChannel> {
  if (accountOf(channel) === undefined) return kind.open(own as never, runtime, ground);
  const memory = memoryOf(channel, runtime.memory);
  const log = runtime.log.with({ channel });
  const service = kind.name;
  return asAccount(
    { channel, service, settings: settingsOf(kind) },
    await kind.open(own as never, { ...runtime, memory, log }, ground),
  );
}

/**
 * Connects a channel below `channels` beside the one of a running Porter, and resolves with who Porter is there. Undefined if that would
 * end what the running one holds. Throws `Fault`.
 *
 * @param heard where people are to be heard
 */
export async function tryMessenger(
  config: ChannelsConfig & MessengerGround,
  name: string,
  runtime: Runtime,
  { heard, signal }: { readonly heard: readonly string[]; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const [kind, own] = [messengerOf(name), config.channels?.[name]];
  if (kind === undefined || own === undefined || !kind.connectsBeside(own as never)) return undefined;
  const withMemory = { ...runtime, memory: noMemory };
  await using channel = await openMessenger(kind, name, { own, runtime: withMemory, ground: config });
  const who = await channel.connect(signal);
  if (heard.length > 0) await channel.mayHear?.(heard, signal);
  return who;
}

/** How remedies name the settings of a channel. */
function settingsOf({ name, section, plain: [first = ['channels', name]] = [] }: MessengerKind): RegExp {
  const path = first.join('\\.');
  // What is no section below `channels` may be part of a host's name: `mail.example.org`.
  return new RegExp(
    first.length > 1 ? `\\b${path}\\b` : `\\b${path}(?=\\.(?:${knownKeys(section, []).join('|')})\\b)`,
    'g',
  );
}

/** What people call the service of a channel. */
export const labelOf = (channel: string): string => messengerOf(channel)?.label ?? channel;

/** How the addresses of messengers are read, by service. */
export const messengerAddresses: Readonly<Record<string, ReadAddress>> = Object.fromEntries(
  messengers.map(({ name, readAddress }) => [name, readAddress]),
);

/** Says why nobody can be heard at this address of a configured messenger; undefined if somebody can, or it is no messenger. */
export function cannotHear(config: ChannelsConfig, channel: string, address: string): string | undefined {
  const own = config.channels?.[channel];
  return own === undefined ? undefined : messengerOf(channel)?.cannotHear(own as never, address);
}

/** Says why the configured messenger cannot reach this address; undefined if it can, or is no messenger. */
export function cannotReach(config: ChannelsConfig, channel: string, address: string): string | undefined {
  const own = config.channels?.[channel];
  return own === undefined
    ? undefined
    : messengerOf(channel)?.cannotReach?.(own as never, address, `channels.${channel}`);
}
