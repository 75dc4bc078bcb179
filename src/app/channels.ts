import { z } from 'zod';
import type { ConfigOf, Sections } from '../config/shape.ts';
import type { OpenChannel, ReadAddress } from '../ports/channel.ts';
import type { ChannelKind } from './channels/channel-kind.ts';
import { discord } from './channels/discord.ts';
import { email } from './channels/email.ts';
import { matrix } from './channels/matrix.ts';
import type { MessengerKind, MessengerRuntime } from './channels/messenger-kind.ts';
import { telegram } from './channels/telegram.ts';
import { xmpp } from './channels/xmpp.ts';

/** The channels with a section of their own. */
const channelKinds = [email] as const;

/** The channels below `channels`. To add one, add its folder and list it here. */
const messengers: readonly MessengerKind[] = [matrix, telegram, discord, xmpp];

type Kind = (typeof channelKinds)[number];
type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;

const ChannelsSection = z
  .strictObject(Object.fromEntries(messengers.map(({ name, section }) => [name, section.optional()])))
  .meta({
    description:
      'Ways to people besides mail, and besides Matrix by a homeserver of your own. Each that is left out is off.',
  });

export const channelSections = {
  ...(Object.assign({}, ...channelKinds.map(({ sections }) => sections)) as Intersection<Kind['sections']>),
  channels: ChannelsSection.optional(),
} satisfies Sections;

export type ChannelsConfig = ConfigOf<typeof channelSections>;

/** Returns the channels whose sections are in the file, each with the configuration that its functions take. */
export const configuredChannels = (
  config: ChannelsConfig,
): readonly { readonly kind: ChannelKind; readonly config: never }[] =>
  allKinds
    .filter(({ sections }) => Object.keys(sections).every((name) => config[name as keyof ChannelsConfig] !== undefined))
    .map((kind) => ({ kind, config: config as never }));

const allKinds: readonly ChannelKind[] = channelKinds;

/** Channels by name, configured or not; each is a place of the outbox. */
export const channelNames: readonly string[] = [...allKinds, ...messengers].map(({ name }) => name);

/** The open channels by name; a channel that is not configured is missing. */
export type OpenChannels = {
  readonly [Name in Kind['name']]?: Awaited<ReturnType<Extract<Kind, { readonly name: Name }>['open']>>;
} & {
  /** Those below `channels`. */
  readonly messengers: Readonly<Record<string, OpenChannel>>;
};

/** Opens every configured channel and contacts nobody. @param opening closes them */
export async function openChannels(
  config: ChannelsConfig,
  runtime: MessengerRuntime,
  opening: AsyncDisposableStack,
): Promise<OpenChannels> {
  const channels: Record<string, unknown> = {};
  for (const { kind, config: its } of configuredChannels(config))
    channels[kind.name] = opening.use(await kind.open(its));
  const open: Record<string, OpenChannel> = {};
  for (const { name, open: openIt } of messengers) {
    const own = config.channels?.[name];
    if (own !== undefined) open[name] = opening.use(await openIt(own as never, runtime));
  }
  return { ...channels, messengers: open } as OpenChannels;
}

/** How the addresses of messengers are read, by channel. */
export const messengerAddresses: Readonly<Record<string, ReadAddress>> = Object.fromEntries(
  messengers.map(({ name, readAddress }) => [name, readAddress]),
);

/** Says why nobody can be heard at this address of a configured messenger; undefined if somebody can, or it is no messenger. */
export function cannotHear(config: ChannelsConfig, channel: string, address: string): string | undefined {
  const own = config.channels?.[channel];
  return own === undefined
    ? undefined
    : messengers.find(({ name }) => name === channel)?.cannotHear(own as never, address);
}

/** Says why the configured messenger cannot reach this address; undefined if it can, or is no messenger. */
export function cannotReach(config: ChannelsConfig, channel: string, address: string): string | undefined {
  const kind = messengers.find(({ name }) => name === channel);
  const own = config.channels?.[channel];
  return own === undefined ? undefined : kind?.cannotReach?.(own as never, address);
}
