import type { BelongsTogether, Checked, ConfigOf, ConfigShape, Sections } from '../config/shape.ts';
import type { YamlFile } from '../config/yaml-file.ts';
import { accountShapes, channelSections, configuredChannels } from './channels.ts';
import { crossCheckGround, groundListening, groundSections, groundTogether } from './ground-sections.ts';
import type { OpenPart } from './open-part.ts';
import type { Part } from './part.ts';
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

const isOn = ({ name, isOn: says }: Pick<Part, 'name' | 'isOn'>, config: Config): boolean =>
  // As `configuredParts` hands it to the part.
  says?.(config as never) ?? config[name as keyof Config] !== undefined;

/** Returns the parts that the file turns on. */
export const configuredParts = (config: Config): readonly ConfiguredPart[] =>
  allParts
    .filter((part) => isOn(part, config))
    // `checkSections` has checked that the sections which each part needs are there.
    .map((part) => ({ part, config: config as never }));

/** Returns the configuration as this part reads it; undefined if the part is not configured. */
export const configFor = <C>(part: Part<C, Sections, OpenPart, never>, config: Config): C | undefined =>
  isOn(part, config)
    ? // `checkSections` has checked that the sections which it needs are there.
      (config as C)
    : undefined;

/** Every part, configured or not. */
export const allParts: readonly Part[] = parts;

const announcers: readonly string[] = allParts.filter(({ announces }) => announces).map(({ name }) => name);

const nothingFound: Checked = { problems: [], warnings: [] };

/** The sections of a part besides the one of its name. */
const furtherOf = ({ name, sections: own }: Part): readonly string[] =>
  Object.keys(own).filter((section) => section !== name);

const besideParts: readonly BelongsTogether[] = allParts.flatMap((part) => [
  ...furtherOf(part).map((section) => ({ section, needs: part.name, sentence: `is required beside ${section}` })),
  ...Object.entries(part.needs).map(([needed, why]) => ({
    ...{ section: part.name, needs: needed },
    sentence: `is required beside ${part.name}: ${why}`,
  })),
]);

/** The shape of the whole file, made up from ground, channels and parts. */
export const configShape: ConfigShape<typeof sections> = {
  sections,
  parts: allParts.map((part) => ({
    section: part.name,
    reads: [...furtherOf(part), ...Object.keys(part.needs), ...part.reads],
  })),
  belongsTogether: [...besideParts, ...groundTogether],
  accounts: accountShapes,
  crossCheck(config, yaml: YamlFile): Checked {
    const all = [
      crossCheckGround(config, yaml),
      ...configuredChannels(config).map(
        ({ kind, config: its, at }) => kind.crossCheck?.(its, yaml, at) ?? nothingFound,
      ),
      ...configuredParts(config).map(
        ({ part, config: its }) => part.crossCheck?.(its, yaml, announcers) ?? nothingFound,
      ),
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
