import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { whyFile } from '../kernel/why-file.ts';
import { applyAliases } from './aliases.ts';
import {
  type AnyConfig,
  type Config,
  ConfigSchema,
  type DoorlessConfig,
  DoorlessSchema,
  keepsDoor,
} from './config-schema.ts';
import { checkConfig, checkRegistration } from './cross-checks.ts';
import { judge } from './judge.ts';
import { whileLoading } from './loading.ts';
import type { Problem } from './problem.ts';
import { openToOthers } from './read-secret.ts';
import { type RegistrationFile, readRegistrationFile } from './registration-file.ts';
import { readYaml } from './yaml-file.ts';

interface LoadedDoor {
  readonly ok: true;
  readonly config: Config;
  readonly registration: RegistrationFile;
  /** Worth a line each, and no reason to stop. */
  readonly warnings: readonly Problem[];
}

/** A Porter that keeps no door: meetings alone. */
interface LoadedDoorless extends Omit<LoadedDoor, 'config' | 'registration'> {
  readonly config: DoorlessConfig;
  readonly registration: undefined;
}

export type LoadedConfig = LoadedDoor | LoadedDoorless | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads and judges the whole configuration, the registration file that it names included, and tells every problem at once.
 * Never throws for anything that is wrong with a file.
 *
 * @param env where `{ env: NAME }` looks
 */
export async function loadConfig(
  file: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<LoadedConfig> {
  let text: string;
  let mode: number;
  try {
    mode = (await stat(file)).mode;
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // Where it was looked for is half of the answer.
    const { problem } = readYaml(path.resolve(file), '');
    if (code === 'ENOENT') {
      const remedy =
        '`porter init` makes it, and for meetings alone `porter meetings import` or your editor; another place is named with --config';
      return { ok: false, problems: [problem([], 'does not exist', remedy)] };
    }
    if (code === 'EISDIR') return { ok: false, problems: [problem([], 'is a folder; name the file in it')] };
    const remedy = 'run the command as the user that Porter runs as';
    return { ok: false, problems: [problem([], `cannot be read (${whyFile(error)})`, remedy)] };
  }
  const parsed = parseConfig(file, text, mode, env);
  if (parsed.config === undefined) return { ok: false, problems: parsed.problems };

  const { config, warnings } = parsed;
  if (config.registration === undefined) {
    if (parsed.problems.length > 0) return { ok: false, problems: parsed.problems };
    return { ok: true, config, registration: undefined, warnings };
  }
  const read = await readRegistrationFile(config.appservice.registration);
  const crossed = read.value ? checkRegistration(config, read.value, read.yaml) : { problems: [], warnings: [] };
  const problems = [...parsed.problems, ...read.problems, ...crossed.problems];
  if (problems.length > 0 || read.value === undefined) return { ok: false, problems };
  return { ok: true, config, registration: read.value, warnings: [...warnings, ...crossed.warnings] };
}

export interface ParsedConfig {
  /** There even with problems, if they are not about single values. */
  readonly config: AnyConfig | undefined;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The file's text without the files it names (secrets excepted). @param mode of the file, as `stat` tells it */
export function parseConfig(
  file: string,
  text: string,
  mode: number,
  env: Readonly<Record<string, string | undefined>>,
): ParsedConfig {
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
    keepsDoor(data) ? judge(ConfigSchema, known, data) : judge(DoorlessSchema, known, data),
  );
  const config: AnyConfig | undefined = judged.value;
  const crossed = config ? checkConfig(config, known) : { problems: [], warnings: [] };
  const exposed =
    inline && openToOthers(mode)
      ? [yaml.problem([], 'holds a secret and can be read by other users', `chmod 600 ${file}`)]
      : [];
  // A placeholder is named once, not also as an address that is none.
  const placeholders = new Set(yaml.problems.map(({ line, column }) => `${line}:${column}`));
  const others = [...renamed.problems, ...judged.problems, ...crossed.problems].filter(
    ({ line, column }) => !placeholders.has(`${line}:${column}`),
  );
  return {
    config,
    problems: [...exposed, ...yaml.problems, ...others],
    warnings: [...renamed.warnings, ...crossed.warnings],
  };
}
