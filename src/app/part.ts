import type { Checked, ConfigOf, Listening, Sections } from '../config/shape.ts';
import type { YamlFile } from '../config/yaml-file.ts';
import type { channelSections } from './channels.ts';
import type { GroundConfig } from './ground-sections.ts';

/** Sections that every part may read: those of the ground and of the channels. */
export type SharedConfig = GroundConfig & ConfigOf<typeof channelSections>;

/** Why a section must stand beside a part. */
export type Needs = { readonly [Name in keyof SharedConfig]?: string };

/** What a part reads of the file: the shared sections, those that it needs among them for certain, and its own. */
export type PartConfig<Own extends Sections, Needed extends keyof SharedConfig = never> = SharedConfig & {
  readonly [Name in Needed]-?: NonNullable<SharedConfig[Name]>;
} & { readonly [Name in keyof Own]: NonNullable<ConfigOf<Own>[Name]> };

/**
 * What can be configured or left out as a whole, as it is to the centre.
 *
 * @typeParam Config what its functions are given: `PartConfig` for those of one part, `never` where parts stand in a list
 */
export interface Part<Config = never, Own extends Sections = Sections> {
  /** The name of its section, and what its job kinds and steps begin with. */
  readonly name: string;
  /** Its own sections, all optional: it is configured when one of them stands in the file. */
  readonly sections: Own;
  /** Sections that must stand beside it, each with the reason: `letters ask for the proof of the address`. */
  readonly needs: Needs;
  /** Further sections that it reads where they stand. */
  readonly reads: readonly (keyof SharedConfig)[];
  /** Its values held against each other and against the shared ones. */
  readonly judge?: (config: Config, yaml: YamlFile) => Checked;
  /** Where it listens, beside the site. */
  readonly listening?: (config: Config) => readonly Listening[];
}

/** Says of a part what its configuration is from its own sections and from what it needs. */
export const definePart = <const Own extends Sections, const Needed extends Needs>(
  part: Part<PartConfig<Own, keyof Needed & keyof SharedConfig>, Own> & { readonly needs: Needed },
): Part<PartConfig<Own, keyof Needed & keyof SharedConfig>, Own> => part;
