import type { ConfigOf, Sections } from '../config/shape.ts';
import { email } from './channels/email.ts';

/** The ways out to people: one more channel is its folder and one entry here. */
export const channelKinds = [email] as const;

type Kind = (typeof channelKinds)[number];
type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;

export const channelSections = Object.assign({}, ...channelKinds.map(({ sections }) => sections)) as Intersection<
  Kind['sections']
> satisfies Sections;

export type ChannelsConfig = ConfigOf<typeof channelSections>;

/** The channels that are configured, by name. */
export type OpenChannels = {
  readonly [Name in Kind['name']]?: Awaited<ReturnType<Extract<Kind, { readonly name: Name }>['open']>>;
};
