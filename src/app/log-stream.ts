import { type Logger, type LogLevel, makeLog } from '../kernel/log.ts';

/** Opens the program's log on standard output: JSON lines in a pipe, readable lines on a terminal. */
export async function openLog(level: LogLevel): Promise<Logger> {
  if (!process.stdout.isTTY) return makeLog(level, (line) => process.stdout.write(line));
  const { default: pretty } = await import('pino-pretty');
  const stream = pretty({ colorize: true, ignore: 'pid,hostname', sync: true, translateTime: 'SYS:HH:MM:ss' });
  return makeLog(level, (line) => stream.write(line));
}
