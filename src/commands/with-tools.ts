import type { Tools } from '../app/tools.ts';
import { commandBasics } from './basics.ts';
import type { Exit } from './exit.ts';
import { type CommonOptions, withConfig } from './with-config.ts';

/** Opens the database beside a running `serve` for one command. */
export const withTools = (options: CommonOptions, run: (tools: Tools) => Promise<Exit>): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    const { openTools } = await import('../app/tools.ts');
    await using tools = await openTools(loaded, commandBasics(), false);
    return await run(tools);
  });
