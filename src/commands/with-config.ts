import { type Loaded, loadConfig } from '../app/load-config.ts';
import { formatProblems } from '../config/problem.ts';
import { type Exit, WRONG } from './exit.ts';
import { complain, printJson } from './print.ts';

export interface CommonOptions {
  /** Path of the configuration file. */
  readonly config: string;
  readonly json?: boolean;
}

/** Loads the configuration and runs the rest with it; otherwise tells every problem and exits with 2. */
export async function withConfig(options: CommonOptions, run: (loaded: Loaded) => Promise<Exit>): Promise<Exit> {
  const loaded = await loadConfig(options.config);
  if (!loaded.ok) {
    if (options.json) printJson({ ok: false, problems: loaded.problems });
    else complain(formatProblems(loaded.problems));
    return WRONG;
  }
  if (loaded.warnings.length > 0 && !options.json) complain(formatProblems(loaded.warnings, 'warning'));
  return run(loaded);
}

/** The same for what only some installations have. @param find undefined where this one has it not */
export const withPart = <Found>(
  options: CommonOptions,
  find: (loaded: Loaded) => Found | undefined,
  without: string,
  run: (found: Found, loaded: Loaded) => Promise<Exit>,
): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    const found = find(loaded);
    return found === undefined ? wrong(options, without) : run(found, loaded);
  });

/** Wrong use or configuration, in one sentence. */
export function wrong(options: { readonly json?: boolean }, sentence: string): Exit {
  if (options.json) printJson({ ok: false, problems: [{ sentence }] });
  else complain(sentence);
  return WRONG;
}
