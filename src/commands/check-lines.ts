import type { CheckLine } from '../kernel/check-line.ts';
import { type Exit, FINE, REFUSED, UNREACHABLE, WRONG } from './exit.ts';

const labels = { fine: 'fine ', note: 'note ', warn: 'look ', unknown: '?    ', bad: 'WRONG' } as const;
const PART_WIDTH = 15;

/** One line for the terminal, and its next step on another if there is one. */
export function shownLine({ level, part, sentence, remedy }: CheckLine): string {
  const line = `${labels[level]}  ${`${part} `.padEnd(PART_WIDTH)}${sentence}`;
  return remedy === undefined || level === 'fine' ? line : `${line}\n${' '.repeat(7 + PART_WIDTH)}→ ${remedy}`;
}

/** The last line: how many of them ask for something. */
export function summaryOf(lines: readonly CheckLine[]): string {
  const count = (level: CheckLine['level']) => lines.filter((line) => line.level === level).length;
  const open = count('unknown');
  return [`${count('bad')} wrong`, `${count('warn')} to look at`, ...(open > 0 ? [`${open} not known`] : [])].join(
    ', ',
  );
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
  'address.unreachable',
]);

/** Codes with which nobody could enter an account: these must be fixed, whatever else is down. */
const hopeless = new Set(['homeserver.mas', 'homeserver.passwords-off']);

/** 3 when the other side does not respond, 2 when something must be fixed, 1 for warnings and what is not known, 0 otherwise. */
export function exitOfLines(lines: readonly CheckLine[]): Exit {
  const wrong = lines.filter(({ level }) => level === 'bad');
  if (wrong.some(({ code }) => code !== undefined && hopeless.has(code))) return WRONG;
  if (wrong.some(({ code }) => code !== undefined && passing.has(code))) return UNREACHABLE;
  if (wrong.length > 0) return WRONG;
  return lines.some(({ level }) => level === 'warn' || level === 'unknown') ? REFUSED : FINE;
}
