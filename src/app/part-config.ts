import type { ConfigOf, Sections } from '../config/shape.ts';
import type { channelSections } from './channels.ts';
import type { GroundConfig } from './ground-sections.ts';

/** The sections that every part may read: those of the ground and of the channels. */
export type SharedConfig = GroundConfig & ConfigOf<typeof channelSections>;

/** Why a part needs another section, by the name of that section. */
export type Needs = { readonly [Name in keyof SharedConfig]?: string };

/**
 * What a part reads of the file: the section of its name and the shared ones that it needs, which are never undefined, its other
 * sections, and the other shared ones.
 */
export type PartConfig<
  Named extends string,
  Own extends Sections,
  Needed extends keyof SharedConfig = never,
> = SharedConfig &
  Omit<ConfigOf<Own>, Named> & {
    readonly [Name in Needed]-?: NonNullable<SharedConfig[Name]>;
  } & { readonly [Name in Named & keyof Own]: NonNullable<ConfigOf<Own>[Name]> };
