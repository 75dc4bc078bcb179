import { fstatSync } from 'node:fs';
import { type Logger, type LogLevel, makeLog } from '../kernel/log.ts';

export interface LogSettings {
  readonly level: LogLevel;
  /** `auto`: text for people, on a terminal and in systemd's journal, JSON for everything else. */
  readonly format: 'auto' | 'json' | 'text';
}

/** Where the log goes. */
export interface LogTarget {
  readonly fd: number;
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

type Form = 'json' | 'terminal' | 'journal' | 'text';

/** Opens the program's log, by default on standard output. */
export async function openLog(
  { level, format }: LogSettings,
  target: LogTarget = process.stdout,
  journal: string | undefined = process.env['JOURNAL_STREAM'],
): Promise<Logger> {
  const form = formOf(format, target, journal);
  if (form === 'json') return makeLog(level, (line) => target.write(line));
  const { default: pretty } = await import('pino-pretty');
  if (form === 'terminal') {
    const stream = pretty({ colorize: true, ignore: 'pid,hostname', sync: true, translateTime: 'SYS:HH:MM:ss' });
    return makeLog(level, (line) => stream.write(line));
  }
  // The journal keeps the time itself.
  const inJournal = form === 'journal';
  const text = pretty.prettyFactory({
    ...{ colorize: false, singleLine: true, ignore: inJournal ? 'time,pid,hostname' : 'pid,hostname' },
    translateTime: 'SYS:standard',
    // pino-pretty writes what it takes for errors (`err`, `error`) over several lines, and the journal makes an entry of each line.
    errorLikeObjectKeys: [],
  });
  return makeLog(level, (line) => target.write(`${inJournal ? priorityOf(line) : ''}${text(line)}`));
}

function formOf(format: LogSettings['format'], target: LogTarget, journal: string | undefined): Form {
  if (format === 'json') return 'json';
  if (target.isTTY === true) return 'terminal';
  if (isJournal(target, journal)) return 'journal';
  return format === 'text' ? 'text' : 'json';
}

/** Does this stream lead to the journal? @param journal `JOURNAL_STREAM`, device and inode (systemd.exec(5)), which children inherit */
function isJournal({ fd }: LogTarget, journal: string | undefined): boolean {
  if (journal === undefined) return false;
  const { dev, ino } = fstatSync(fd);
  return journal === `${dev}:${ino}`;
}

const priorities = { error: 3, warn: 4, info: 6, debug: 7 } as const satisfies Record<LogLevel, number>;

/** The level as the journal reads it at the beginning of a line (sd-daemon(3)), for `journalctl -p warning`. */
function priorityOf(line: string): string {
  const { level } = JSON.parse(line) as { level: LogLevel };
  return `<${priorities[level]}>`;
}
