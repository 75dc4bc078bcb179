import { configFor } from '../app/config.ts';
import type { Loaded } from '../app/load-config.ts';
import { announceFor } from '../app/notifications/announce.ts';
import type { OutboxTools } from '../app/outbox-tools.ts';
import { registration } from '../app/parts/registration.ts';
import type { RegistrationTools } from '../app/registration/tools.ts';
import { commandRuntime } from './command-runtime.ts';
import type { Exit } from './exit.ts';
import { type CommonOptions, withConfig, withPart } from './with-config.ts';

/** Opens the outbox for one command, which may run beside `serve`. */
export const withOutbox = (
  options: CommonOptions,
  run: (tools: OutboxTools, loaded: Loaded) => Promise<Exit>,
): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    const { openOutboxTools } = await import('../app/outbox-tools.ts');
    await using tools = await openOutboxTools(loaded, commandRuntime());
    return await run(tools, loaded);
  });

/** As `withOutbox`, with what commands about applications need. */
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
      await using tools = await openRegistrationTools(config, loaded, commandRuntime(), announceFor(loaded.config));
      return await run(tools);
    },
  );
