import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fileTrouble } from '../kernel/file-trouble.ts';
import { applyAliases } from './aliases.ts';
import { mergeAccounts, withAccounts } from './channel-accounts.ts';
import { checkListenAddresses, checkSections } from './check-sections.ts';
import { whileLoading } from './loading.ts';
import { foldMessaging } from './messaging-block.ts';
import type { Problem } from './problem.ts';
import { openToOthers } from './read-secret.ts';
import type { ConfigOf, ConfigShape, Sections } from './shape.ts';
import { knownKeys, validate } from './validate.ts';
import { type KeyPath, readYaml } from './yaml-file.ts';

export interface ParsedConfig<Config> {
  /** Undefined when a single value or a section is wrong; present when only values do not fit each other. */
  readonly config: Config | undefined;
  /** The sections that are right by themselves, whatever is wrong elsewhere. */
  readonly sections: Partial<Config>;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Reads and checks the whole configuration and returns every problem at once. Never throws, whatever is wrong with the file.
 *
 * @param env the variables that `{ env: NAME }` names
 */
export async function readConfig<S extends Sections>(
  shape: ConfigShape<S>,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ParsedConfig<ConfigOf<S>>> {
  let text: string;
  let mode: number;
  try {
    mode = (await stat(file)).mode;
    text = await readFile(file, 'utf8');
  } catch (error) {
    return { config: undefined, sections: {}, problems: [whyUnread(file, error)], warnings: [] };
  }
  return parseConfig(shape, file, text, mode, env);
}

function whyUnread(file: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code;
  // Show the absolute path: it often explains the problem by itself.
  const { problem } = readYaml(path.resolve(file), '');
  if (code === 'ENOENT') {
    const remedy =
      '`porter init` makes it, and for meetings or notifications alone your editor (`porter meetings import` reads that of an old token server); another place is named with --config';
    return problem([], 'does not exist', remedy);
  }
  if (code === 'EISDIR') return problem([], 'is a folder; name the file in it');
  const { why, remedy } = fileTrouble(file, error);
  return problem([], `cannot be read: ${why}`, remedy);
}

/**
 * Checks the text of the file. Of the files that it names, only those of secrets are read.
 *
 * @param mode of the file, from `stat`
 */
export function parseConfig<S extends Sections>(
  shape: ConfigShape<S>,
  file: string,
  text: string,
  mode: number,
  env: Readonly<Record<string, string | undefined>>,
): ParsedConfig<ConfigOf<S>> {
  const yaml = readYaml(file, text);
  if (yaml.problems.some(({ key }) => key === ''))
    return { config: undefined, sections: {}, problems: yaml.problems, warnings: [] };

  const folded = foldMessaging(yaml, yaml.data, (at) => knownKeys(z.strictObject(shape.sections), at));
  const renamed = applyAliases(yaml, folded.data);
  const merged = mergeAccounts(shape.accounts, yaml, renamed.data);
  const full = { ...shape, sections: withAccounts(shape.sections, merged.sections) };
  const schema = z.strictObject(full.sections);
  // A problem with a value that stands elsewhere, or under another name, is shown where it stands in the file.
  const original = (at: KeyPath) => folded.original(renamed.original(merged.original(at)));
  const known = {
    ...yaml,
    problem: (...[at, ...rest]: Parameters<typeof yaml.problem>) => yaml.problem(original(at), ...rest),
    isCommentedOut: (at: KeyPath) => yaml.isCommentedOut(original(at)),
  };
  let inline = folded.holdsSecrets;
  const sawInlineSecret = () => {
    inline = true;
  };
  const data = merged.data ?? {};
  const loading = { folder: path.dirname(path.resolve(file)), env, sawInlineSecret };
  const validated = whileLoading(loading, () => validate(schema, known, data));
  const sections = typeof data === 'object' ? checkSections(shape, known, data) : [];
  // Values can only be compared with each other when nothing is missing.
  const config = sections.length === 0 ? (validated.value as ConfigOf<S> | undefined) : undefined;
  const crossed = config ? shape.crossCheck(config, known) : { problems: [], warnings: [] };
  const twice = config ? checkListenAddresses(shape.listening(config), known) : [];
  const exposed =
    inline && openToOthers(mode)
      ? [yaml.problem([], 'holds a secret and can be read by other users', `chmod 600 ${file}`)]
      : [];
  // A placeholder is reported once, not a second time as, say, a malformed address.
  const placeholders = new Set(yaml.problems.map(({ line, column }) => `${line}:${column}`));
  const others = [
    ...folded.problems,
    ...renamed.problems,
    ...merged.problems,
    ...validated.problems,
    ...sections,
    ...crossed.problems,
    ...twice,
  ].filter(({ line, column }) => !placeholders.has(`${line}:${column}`));
  return {
    config,
    sections: config ?? whileLoading(loading, () => rightOnes(full, data)),
    problems: [...exposed, ...yaml.problems, ...eachOnce(others)],
    warnings: [...folded.warnings, ...renamed.warnings, ...eachOnce(crossed.warnings)],
  };
}

/** What is wrong with a value that several accounts take over is told once. */
const eachOnce = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(
    problems.map((one) => [JSON.stringify([one.line, one.column, one.key, one.sentence]), one] as const),
  ).values(),
];

function rightOnes<S extends Sections>({ sections }: ConfigShape<S>, data: object): Partial<ConfigOf<S>> {
  const right = Object.entries(sections).flatMap(([name, section]) => {
    const parsed = section.safeParse((data as Readonly<Record<string, unknown>>)[name]);
    return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : [];
  });
  // Each value came from its section; a loop over the table cannot say so in types.
  return Object.fromEntries(right) as Partial<ConfigOf<S>>;
}
