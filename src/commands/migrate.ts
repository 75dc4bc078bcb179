import { openTools } from '../app/tools.ts';
import { commandRuntime } from './command-runtime.ts';
import { type Exit, FINE } from './exit.ts';
import { print, printJson } from './print.ts';
import { type CommonOptions, withConfig } from './with-config.ts';

/** Brings the tables up to date while `serve` does not run; `serve` does the same when it starts. Copies the database first. */
export const migrate = (options: CommonOptions): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    await using tools = await openTools(loaded, commandRuntime(), true);
    const serverName = await tools.storage.meta.serverName();
    if (options.json) printJson({ ok: true, serverName });
    else print(`The database of ${serverName ?? 'this server'} is up to date.`);
    return FINE;
  });
