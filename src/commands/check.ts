import { runCheck } from '../app/run-check.ts';
import type { CheckLine } from '../kernel/check-line.ts';
import { parseEmailAddress } from '../kernel/email-address.ts';
import { exitOfLines, shownLine, summaryOf } from './check-lines.ts';
import { commandRuntime } from './command-runtime.ts';
import { type Exit, FINE, WRONG } from './exit.ts';
import { complain, print, printJson } from './print.ts';
import { type CommonOptions, withConfig } from './with-config.ts';

export interface CheckOptions extends CommonOptions {
  readonly offline?: boolean;
  /** Address that a real letter is sent to. */
  readonly mail?: string;
  readonly practice?: boolean;
}

/** Says for every part that it is fine, or what is wrong and how to fix it. */
export const check = (options: CheckOptions): Promise<Exit> => {
  const mailTo = options.mail === undefined ? undefined : parseEmailAddress(options.mail);
  if (options.mail !== undefined && (mailTo === undefined || options.offline)) {
    complain(options.offline ? '--mail and --offline do not go together.' : '--mail takes a mail address.');
    return Promise.resolve(WRONG);
  }
  return withConfig(
    options,
    async (loaded) => {
      const lines: CheckLine[] = [];
      const wishes = {
        configFile: options.config,
        offline: options.offline === true,
        mailTo,
        practice: options.practice === true,
      };
      await runCheck(loaded, commandRuntime(), wishes, (line) => {
        lines.push(line);
        if (!options.json) print(shownLine(line));
      });
      const exit = exitOfLines(lines);
      if (options.json) printJson({ ok: exit === FINE, lines });
      else print(exit === FINE ? '\nEverything is fine.' : `\n${summaryOf(lines)}`);
      return exit;
    },
    'left-to-run',
  );
};
