import type { ConfigOf, Sections } from '../config/shape.ts';
import type { ChannelKind } from './channels/channel-kind.ts';
import { email } from './channels/email.ts';

/** The channels. To add one, add its folder and list it here. */
const channelKinds = [email] as const;

type Kind = (typeof channelKinds)[number];
type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;

export const channelSections = Object.assign({}, ...channelKinds.map(({ sections }) => sections)) as Intersection<
  Kind['sections']
> satisfies Sections;

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
export const channelNames: readonly string[] = allKinds.map(({ name }) => name);

/** The open channels by name; a channel that is not configured is missing. */
export type OpenChannels = {
  readonly [Name in Kind['name']]?: Awaited<ReturnType<Extract<Kind, { readonly name: Name }>['open']>>;
};
