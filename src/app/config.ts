import type { BelongsTogether, Checked, ConfigOf, ConfigShape, Sections } from '../config/shape.ts';
import type { YamlFile } from '../config/yaml-file.ts';
import { channelSections, configuredChannels } from './channels.ts';
import { crossCheckGround, groundListening, groundSections, groundTogether } from './ground-sections.ts';
import type { OpenPart, Part } from './part.ts';
import { parts } from './parts.ts';

type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;
type SectionsOfParts = Intersection<(typeof parts)[number]['sections']>;

const { operations, logging, retention, ...first } = groundSections;

/** All sections, in the order of the sample file and of the reference page. */
const sections = {
  ...first,
  ...channelSections,
  ...(Object.assign({}, ...parts.map((part) => part.sections)) as SectionsOfParts),
  ...{ operations, logging, retention },
} satisfies Sections;

/** The configuration as read. */
export type Config = ConfigOf<typeof sections>;

/** A part together with its configuration. */
export interface ConfiguredPart {
  readonly part: Part;
  /** What its functions take: the whole configuration, with its own sections and those that it needs present. */
  readonly config: never;
}

/** Returns the parts that have a section in the file. */
export const configuredParts = (config: Config): readonly ConfiguredPart[] =>
  allParts
    .filter(({ sections: own }) => Object.keys(own).some((name) => config[name as keyof Config] !== undefined))
    // `checkSections` has checked that the sections which each part needs are there.
    .map((part) => ({ part, config: config as never }));

/** Returns the configuration as this part reads it; undefined if the part is not configured. */
export const configFor = <C>(part: Part<C, Sections, OpenPart, never>, config: Config): C | undefined =>
  Object.keys(part.sections).some((name) => config[name as keyof Config] !== undefined)
    ? // `checkSections` has checked that the sections which it needs are there.
      (config as C)
    : undefined;

/** Every part, configured or not. */
export const allParts: readonly Part[] = parts;

const nothingFound: Checked = { problems: [], warnings: [] };

const besideParts: readonly BelongsTogether[] = allParts.flatMap(({ sections: own, needs }) =>
  Object.keys(own).flatMap((section) => [
    // All sections of one part stand in the file, or none.
    ...Object.keys(own)
      .filter((other) => other !== section)
      .map((other) => ({ section, needs: other, sentence: `is required beside ${section}` })),
    ...Object.entries(needs).map(([needed, why]) => ({
      ...{ section, needs: needed },
      sentence: `is required beside ${section}: ${why}`,
    })),
  ]),
);

/** The shape of the whole file, made up from ground, channels and parts. */
export const configShape: ConfigShape<typeof sections> = {
  sections,
  parts: allParts.map(({ sections: own, needs, reads }) => ({
    sections: Object.keys(own),
    reads: [...Object.keys(needs), ...reads],
  })),
  belongsTogether: [...besideParts, ...groundTogether],
  crossCheck(config, yaml: YamlFile): Checked {
    const all = [
      crossCheckGround(config, yaml),
      ...configuredChannels(config).map(({ kind, config: its }) => kind.crossCheck?.(its, yaml) ?? nothingFound),
      ...configuredParts(config).map(({ part, config: its }) => part.crossCheck?.(its, yaml) ?? nothingFound),
    ];
    return {
      problems: all.flatMap(({ problems }) => problems),
      warnings: all.flatMap(({ warnings }) => warnings),
    };
  },
  listening: (config) => [
    ...groundListening(config),
    ...configuredParts(config).flatMap(({ part, config: its }) => part.listening?.(its) ?? []),
  ],
};
