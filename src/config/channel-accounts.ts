import { z } from 'zod';
import { accountOf, isAccountName, serviceOf } from '../kernel/channel-name.ts';
import { isObject } from '../kernel/is-object.ts';
import type { Problem } from './problem.ts';
import type { AccountShape, Sections } from './shape.ts';
import { suggest } from './suggest.ts';
import { knownKeys } from './validate.ts';
import type { KeyPath, YamlFile } from './yaml-file.ts';

export interface MergedAccounts {
  /** Each account with the settings that it takes over. */
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** How the section of each account is read, by its key in `channels`. */
  readonly sections: Readonly<Record<string, z.ZodType>>;
  /** The path under which the value stands in the file. */
  readonly original: (path: KeyPath) => KeyPath;
}

/**
 * Reads the further accounts of channels (`channels.telegram@alarm`): what one leaves out is taken from the section of its channel, and
 * the whole is then checked as that section is. A setting that is a section itself (`credentials`) is taken as a whole.
 *
 * @param data not changed
 */
export function mergeAccounts(shapes: readonly AccountShape[], yaml: YamlFile, data: unknown): MergedAccounts {
  const channels = isObject(data) ? data['channels'] : undefined;
  const nothing = { data, problems: [], sections: {}, original: (path: KeyPath) => path };
  if (!isObject(data) || !isObject(channels)) return nothing;
  const names = Object.keys(channels).filter((key) => accountOf(key) !== undefined);
  if (names.length === 0) return nothing;

  const problems: Problem[] = [];
  const sections = new Map<string, z.ZodType>();
  const merged = new Map(Object.entries(channels));
  const origins = new Map<string, KeyPath>();
  for (const name of names) {
    const at = ['channels', name];
    const shape = shapes.find(({ service }) => service === serviceOf(name));
    if (shape === undefined || !isAccountName(accountOf(name) ?? '')) {
      merged.delete(name);
      problems.push(yaml.problem(at, ...whyNoAccount(name, shape, shapes), 'key'));
      continue;
    }
    sections.set(name, shape.section);
    const own = channels[name];
    if (!isObject(own)) continue;
    const { settings, from } = takenOver(shape, own, data);
    if (Object.keys(own).length === 0) {
      problems.push(yaml.problem(at, 'has no setting of its own, so it is no other account', 'give it one', 'key'));
    }
    merged.set(name, { ...settings, ...own });
    for (const key of Object.keys(settings)) origins.set([...at, key].join('.'), [...from, key]);
  }
  return {
    data: { ...data, channels: Object.fromEntries(merged) },
    ...{ problems, sections: Object.fromEntries(sections) },
    original: ([first, name, key, ...rest]) => {
      const path = [first, name, key].filter((step) => step !== undefined);
      return [...(origins.get(path.join('.')) ?? path), ...rest];
    },
  };
}

/** Continues after the key, with a remedy. */
function whyNoAccount(
  name: string,
  shape: AccountShape | undefined,
  shapes: readonly AccountShape[],
): [sentence: string, remedy: string] {
  if (shape === undefined) {
    const services = shapes.map(({ service }) => service);
    const meant = suggest(serviceOf(name), services);
    const remedy = meant === undefined ? `channels are ${services.join(', ')}` : `did you mean ${meant}@…?`;
    return [`names the channel ${serviceOf(name)}, which there is not`, remedy];
  }
  return ['must name the account with a-z, 0-9, - and _ behind the @', `write it such as ${shape.service}@alarm`];
}

/** What an account takes over of the first section of its channel that is in the file. */
function takenOver({ section, plain, displacedBy }: AccountShape, own: Section, data: Section) {
  const from = plain.find((path) => isObject(sectionAt(data, path)));
  const given = from === undefined ? undefined : sectionAt(data, from);
  if (from === undefined || !isObject(given)) return { settings: {}, from: [] };
  const known = new Set(knownKeys(section, []));
  const displaced = new Set([...Object.keys(own), ...displacedBy(own)]);
  const settings = Object.entries(given).filter(([key]) => known.has(key) && !displaced.has(key));
  return { settings: Object.fromEntries(settings), from };
}

type Section = Readonly<Record<string, unknown>>;

const sectionAt = (data: Section, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), data);

/** The sections of a file that has these accounts. */
export function withAccounts<S extends Sections>(sections: S, accounts: MergedAccounts['sections']): S {
  const channels = sections['channels'];
  if (!(channels instanceof z.ZodOptional)) return sections;
  const inner: unknown = channels.unwrap();
  if (!(inner instanceof z.ZodObject)) return sections;
  // Each account is read as its channel, so the type stays what it is.
  return { ...sections, channels: inner.extend(accounts).optional() };
}
