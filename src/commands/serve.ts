import { openLog } from '../app/log-stream.ts';
import { openApp } from '../app.ts';
import { SECOND, systemClock } from '../kernel/clock.ts';
import { makeIds } from '../kernel/ids.ts';
import type { Logger } from '../kernel/log.ts';
import { type Exit, exitOf, FINE, UNREACHABLE } from './exit.ts';
import { type CommonOptions, withConfig } from './with-config.ts';
import { letYoungMemoryGrow } from './young-memory.ts';

/** Milliseconds until everything is loaded and the homeserver was asked for the first time. */
const START = 10 * SECOND;

/** Runs Porter until TERM, INT or HUP. A second TERM or INT ends it at once. */
export function serve(options: CommonOptions & { readonly takeOver?: boolean }): Promise<Exit> {
  return withConfig(options, async (loaded) => {
    const log = await openLog(loaded.config.logging);
    const runtime = { clock: systemClock, ids: makeIds(() => systemClock.now()), log };
    const ended = whenEnded(log);
    try {
      await using app = await openApp(loaded, runtime, options.takeOver === true);
      void app;
      systemClock.after(START, letYoungMemoryGrow);
      const exit = await ended;
      log.info('stopping: finishing what runs');
      return exit;
    } catch (error) {
      const { exit, sentence } = exitOf(error);
      log.error(sentence, { error });
      return exit;
    }
  });
}

/** Resolves at the first signal, or at the first error that nobody handled (hardening L8). */
function whenEnded(log: Logger): Promise<Exit> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(UNREACHABLE);
      asked = true;
      resolve(FINE);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    // A closing terminal signals all its processes, and a parent may pass the signal on, so one request can arrive as two HUPs.
    process.on('SIGHUP', () => {
      if (!asked) stop();
    });
    const broken = (what: string) => (error: unknown) => {
      log.error('something broke that nobody handled: ending', { what, error });
      resolve(UNREACHABLE);
    };
    process.on('unhandledRejection', broken('unhandledRejection'));
    process.on('uncaughtException', broken('uncaughtException'));
  });
}
