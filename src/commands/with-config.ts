import { type Loaded, loadConfig } from '../app/load-config.ts';
import { formatProblems } from '../config/problem.ts';
import { type Exit, WRONG } from './exit.ts';
import { complain, printJson } from './print.ts';

export interface CommonOptions {
  /** Path of the configuration file. */
  readonly config: string;
  readonly json?: boolean;
}

/**
 * Loads the configuration and calls `run` with it. If it has problems, prints all of them and returns exit code 2 instead.
 *
 * @param warnings `left-to-run`: `run` tells the warnings itself
 */
export async function withConfig(
  options: CommonOptions,
  run: (loaded: Loaded) => Promise<Exit>,
  warnings: 'printed' | 'left-to-run' = 'printed',
): Promise<Exit> {
  const loaded = await loadConfig(options.config);
  if (!loaded.ok) {
    if (options.json) printJson({ ok: false, problems: loaded.problems });
    else complain(formatProblems(loaded.problems));
    return WRONG;
  }
  if (warnings === 'printed' && loaded.warnings.length > 0 && !options.json) {
    complain(formatProblems(loaded.warnings, 'warning'));
  }
  return run(loaded);
}

/**
 * As `withConfig`, for something that only some installations have.
 *
 * @param find returns it; undefined if this installation has none
 * @param without the sentence for that case
 */
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

/** Prints one sentence about wrong use or configuration. Returns exit code 2. */
export function wrong(options: { readonly json?: boolean }, sentence: string): Exit {
  if (options.json) printJson({ ok: false, problems: [{ sentence }] });
  else complain(sentence);
  return WRONG;
}
