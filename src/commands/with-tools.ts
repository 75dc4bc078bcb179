import { configFor } from '../app/config.ts';
import { registration } from '../app/parts/registration.ts';
import type { RegistrationTools } from '../app/registration/tools.ts';
import type { Tools } from '../app/tools.ts';
import { commandRuntime } from './command-runtime.ts';
import type { Exit } from './exit.ts';
import { type CommonOptions, withConfig, withPart } from './with-config.ts';

/** Opens the database for one command, which may run beside `serve`. */
export const withTools = (options: CommonOptions, run: (tools: Tools) => Promise<Exit>): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    const { openTools } = await import('../app/tools.ts');
    await using tools = await openTools(loaded, commandRuntime(), false);
    return await run(tools);
  });

/** As `withTools`, with what commands about applications need. */
export const withRegistrationTools = (
  options: CommonOptions,
  run: (tools: RegistrationTools) => Promise<Exit>,
): Promise<Exit> =>
  withPart(
    options,
    ({ config }) => configFor(registration, config),
    'This Porter keeps no door: its configuration has no section registration.',
    async (config, loaded) => {
      const { openRegistrationTools } = await import('../app/registration/tools.ts');
      await using tools = await openRegistrationTools(config, loaded, commandRuntime());
      return await run(tools);
    },
  );
