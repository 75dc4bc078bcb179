import type { DoorTools, Tools } from '../app/tools.ts';
import { commandRuntime } from './command-runtime.ts';
import type { Exit } from './exit.ts';
import { type CommonOptions, withConfig, withDoor } from './with-config.ts';

/** Opens the database beside a running `serve` for one command. */
export const withTools = (options: CommonOptions, run: (tools: Tools) => Promise<Exit>): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    const { openTools } = await import('../app/tools.ts');
    await using tools = await openTools(loaded, commandRuntime(), false);
    return await run(tools);
  });

/** The same with what only an installation has that keeps the door. */
export const withDoorTools = (options: CommonOptions, run: (tools: DoorTools) => Promise<Exit>): Promise<Exit> =>
  withDoor(options, async (loaded) => {
    const { openDoorTools } = await import('../app/tools.ts');
    await using tools = await openDoorTools(loaded, commandRuntime(), false);
    return await run(tools);
  });
