import { runCheck } from '../app/run-check.ts';
import type { CheckLine } from '../kernel/check-line.ts';
import { parseEmailAddress } from '../kernel/email-address.ts';
import { commandRuntime } from './command-runtime.ts';
import { type Exit, FINE, REFUSED, UNREACHABLE, WRONG } from './exit.ts';
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
        if (!options.json) print(shown(line));
      });
      const exit = exitOfLines(lines);
      if (options.json) printJson({ ok: exit === FINE, lines });
      else print(exit === FINE ? '\nEverything is fine.' : `\n${summary(lines)}`);
      return exit;
    },
    'left-to-run',
  );
};

const labels = { fine: 'fine ', warn: 'look ', bad: 'WRONG' } as const;
const PART_WIDTH = 15;

function shown({ level, part, sentence, remedy }: CheckLine): string {
  const line = `${labels[level]}  ${part.padEnd(PART_WIDTH)}${sentence}`;
  return remedy === undefined || level === 'fine' ? line : `${line}\n${' '.repeat(7 + PART_WIDTH)}→ ${remedy}`;
}

function summary(lines: readonly CheckLine[]): string {
  const count = (level: CheckLine['level']) => lines.filter((line) => line.level === level).length;
  return [`${count('bad')} wrong`, `${count('warn')} to look at`].join(', ');
}

/** Codes of faults that pass by themselves: the other side does not respond at the moment. */
const passing = new Set([
  'homeserver.down',
  'homeserver.rate-limited',
  'email.down',
  'email.later',
  'storage.unavailable',
  'storage.unreachable',
  'site.unreachable',
]);

/** Codes with which nobody could enter an account: these must be fixed, whatever else is down. */
const hopeless = new Set(['homeserver.mas', 'homeserver.passwords-off']);

/** 3 when the other side does not respond, 2 when something must be fixed, 1 for warnings only, 0 otherwise. */
function exitOfLines(lines: readonly CheckLine[]): Exit {
  const wrong = lines.filter(({ level }) => level === 'bad');
  if (wrong.some(({ code }) => code !== undefined && hopeless.has(code))) return WRONG;
  if (wrong.some(({ code }) => code !== undefined && passing.has(code))) return UNREACHABLE;
  if (wrong.length > 0) return WRONG;
  return lines.some(({ level }) => level === 'warn') ? REFUSED : FINE;
}
