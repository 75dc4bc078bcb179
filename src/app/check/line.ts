import type { CheckLine } from '../../homeserver/check.ts';
import { Fault } from '../../kernel/fault.ts';

export type { CheckLine } from '../../homeserver/check.ts';

export const fine = (part: string, sentence: string): CheckLine => ({ part, level: 'fine', sentence });

export const warn = (part: string, code: string, sentence: string, remedy: string): CheckLine => ({
  part,
  level: 'warn',
  code,
  sentence,
  remedy,
});

export const bad = (part: string, code: string, sentence: string, remedy: string): CheckLine => ({
  part,
  level: 'bad',
  code,
  sentence,
  remedy,
});

/** What broke, as a line; anything but a fault is a mistake of ours and goes on. */
export function badOf(part: string, error: unknown): CheckLine {
  if (!(error instanceof Fault)) throw error;
  return bad(part, error.code, `${error.message}.`, error.remedy ?? 'Try again later.');
}
