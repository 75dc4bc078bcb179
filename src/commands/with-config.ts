import { loadConfig } from '../app/load-config.ts';
import { type AnyLoaded, keepsTheDoor, type Loaded } from '../app/loaded.ts';
import { formatProblems } from '../config/problem.ts';
import { type Exit, WRONG } from './exit.ts';
import { complain, printJson } from './print.ts';

export interface CommonOptions {
  /** Path of the configuration file. */
  readonly config: string;
  readonly json?: boolean;
}

/** Loads the configuration and runs the rest with it; otherwise tells every problem and exits with 2. */
export async function withConfig(options: CommonOptions, run: (loaded: AnyLoaded) => Promise<Exit>): Promise<Exit> {
  const loaded = await loadConfig(options.config);
  if (!loaded.ok) {
    if (options.json) printJson({ ok: false, problems: loaded.problems });
    else complain(formatProblems(loaded.problems));
    return WRONG;
  }
  if (loaded.warnings.length > 0 && !options.json) complain(formatProblems(loaded.warnings, 'warning'));
  return run(loaded);
}

/** The same for what only an installation has that keeps the door. */
export const withDoor = (options: CommonOptions, run: (loaded: Loaded) => Promise<Exit>): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    if (keepsTheDoor(loaded)) return run(loaded);
    return wrong(options, 'This Porter keeps no door: its configuration has no section registration.');
  });

/** Wrong use or configuration, in one sentence. */
export function wrong(options: { readonly json?: boolean }, sentence: string): Exit {
  if (options.json) printJson({ ok: false, problems: [{ sentence }] });
  else complain(sentence);
  return WRONG;
}
