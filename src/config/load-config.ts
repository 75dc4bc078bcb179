import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { whyFile } from '../kernel/why-file.ts';
import { applyAliases } from './aliases.ts';
import { judgeListening, judgeSections } from './hold-together.ts';
import { judge } from './judge.ts';
import { whileLoading } from './loading.ts';
import type { Problem } from './problem.ts';
import { openToOthers } from './read-secret.ts';
import type { ConfigOf, ConfigShape, Sections } from './shape.ts';
import { readYaml } from './yaml-file.ts';

export interface ParsedConfig<Config> {
  /** There even with problems, if they are not about single values. */
  readonly config: Config | undefined;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Reads and judges the whole configuration and tells every problem at once. Never throws for anything that is wrong with the file.
 *
 * @param env where `{ env: NAME }` looks
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
    return { config: undefined, problems: [whyUnread(file, error)], warnings: [] };
  }
  return parseConfig(shape, file, text, mode, env);
}

function whyUnread(file: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code;
  // Where it was looked for is half of the answer.
  const { problem } = readYaml(path.resolve(file), '');
  if (code === 'ENOENT') {
    const remedy =
      '`porter init` makes it, and for meetings alone `porter meetings import` or your editor; another place is named with --config';
    return problem([], 'does not exist', remedy);
  }
  if (code === 'EISDIR') return problem([], 'is a folder; name the file in it');
  const remedy = 'run the command as the user that Porter runs as';
  return problem([], `cannot be read (${whyFile(error)})`, remedy);
}

/** The file's text without the files it names (secrets excepted). @param mode of the file, as `stat` tells it */
export function parseConfig<S extends Sections>(
  shape: ConfigShape<S>,
  file: string,
  text: string,
  mode: number,
  env: Readonly<Record<string, string | undefined>>,
): ParsedConfig<ConfigOf<S>> {
  const yaml = readYaml(file, text);
  if (yaml.problems.some(({ key }) => key === '')) return { config: undefined, problems: yaml.problems, warnings: [] };

  const renamed = applyAliases(yaml, yaml.data);
  const known = {
    ...yaml,
    problem: (...[at, ...rest]: Parameters<typeof yaml.problem>) => yaml.problem(renamed.original(at), ...rest),
  };
  let inline = false;
  const sawInlineSecret = () => {
    inline = true;
  };
  const data = renamed.data ?? {};
  const judged = whileLoading({ folder: path.dirname(path.resolve(file)), env, sawInlineSecret }, () =>
    judge(z.strictObject(shape.sections), known, data),
  );
  const together = typeof data === 'object' ? judgeSections(shape, known, data) : [];
  // Values are held against each other only where nothing is missing.
  const config = together.length === 0 ? (judged.value as ConfigOf<S> | undefined) : undefined;
  const crossed = config ? shape.judge(config, known) : { problems: [], warnings: [] };
  const twice = config ? judgeListening(shape.listening(config), known) : [];
  const exposed =
    inline && openToOthers(mode)
      ? [yaml.problem([], 'holds a secret and can be read by other users', `chmod 600 ${file}`)]
      : [];
  // A placeholder is named once, not also as an address that is none.
  const placeholders = new Set(yaml.problems.map(({ line, column }) => `${line}:${column}`));
  const others = [...renamed.problems, ...judged.problems, ...together, ...crossed.problems, ...twice].filter(
    ({ line, column }) => !placeholders.has(`${line}:${column}`),
  );
  return {
    config,
    problems: [...exposed, ...yaml.problems, ...others],
    warnings: [...renamed.warnings, ...crossed.warnings],
  };
}
