import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { formatProblems } from '../config/problem.ts';
import { type Exit, WRONG } from './exit.ts';
import { complain, printJson } from './print.ts';

export type Loaded = Extract<LoadedConfig, { readonly ok: true }>;

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
