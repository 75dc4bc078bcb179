import { checkRegistrationFile } from '../config/check-registration-file.ts';
import * as loader from '../config/load-config.ts';
import type { Problem } from '../config/problem.ts';
import { type RegistrationFile, readRegistrationFile } from '../config/registration-file.ts';
import { type Config, configShape } from './config.ts';

/** The checked configuration, and the registration file that it names. */
export interface Loaded {
  readonly ok: true;
  readonly config: Config;
  /** Undefined if no homeserver is configured. */
  readonly registrationFile: RegistrationFile | undefined;
  /** Problems that do not keep Porter from starting. */
  readonly warnings: readonly Problem[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the whole configuration, including the registration file that it names, and returns every problem at once.
 * Never throws, whatever is wrong with a file.
 *
 * @param env the variables that `{ env: NAME }` refers to
 */
export async function loadConfig(
  file: string,
  env: Environment = process.env,
): Promise<Loaded | { readonly ok: false; readonly problems: readonly Problem[] }> {
  const { config, sections, problems, warnings } = await loader.readConfig(configShape, file, env);
  const beside = await readBeside(sections);
  const all = [...problems, ...beside.problems];
  if (config === undefined || all.length > 0) return { ok: false, problems: all };
  return { ok: true, config, registrationFile: beside.value, warnings: [...warnings, ...beside.warnings] };
}

/** Reads the registration file, also while other sections are wrong, so that both files can be corrected at once. */
async function readBeside({ homeserver, appservice, registration }: Partial<Config>) {
  if (appservice === undefined) return { value: undefined, problems: [], warnings: [] };
  const { value, comparable, problems, yaml } = await readRegistrationFile(appservice.registration);
  const facts = homeserver && {
    ...{ serverName: homeserver.serverName, listen: appservice.listen, teamRoom: registration?.room },
  };
  const checked = facts && comparable && checkRegistrationFile(facts, comparable, yaml);
  return {
    value: homeserver && value,
    problems: [...problems, ...(checked?.problems ?? [])],
    warnings: checked?.warnings ?? [],
  };
}

/** Checks the text of a configuration file. Opens no other file except those of secrets. @param mode of the file, from `stat` */
export const parseConfig = (file: string, text: string, mode: number, env: Environment): loader.ParsedConfig<Config> =>
  loader.parseConfig(configShape, file, text, mode, env);
