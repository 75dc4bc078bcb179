import { plainText } from '../../kernel/plain-text.ts';

/**
 * One sentence about a token. `fine`: what it grants. `warn`: some servers object, or nobody can want it so. `bad`: a Jitsi
 * server refuses the token or does not find something in it.
 */
export interface TokenLine {
  readonly level: 'fine' | 'warn' | 'bad';
  readonly sentence: string;
}

export const fine = (sentence: string): TokenLine => ({ level: 'fine', sentence });
export const warn = (sentence: string): TokenLine => ({ level: 'warn', sentence });
export const bad = (sentence: string): TokenLine => ({ level: 'bad', sentence });

/** A claim's value on one line, safe to show even if a stranger wrote it. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' && value !== '' ? value : (JSON.stringify(value) ?? 'nothing');
  return plainText(text, 80) || 'something invisible';
}

/** `2026-11-21 09:56:31 UTC`. @param at epoch seconds */
export function claimTime(at: number): string {
  const date = new Date(at * 1_000);
  if (Number.isNaN(date.getTime())) return 'a time beyond every calendar';
  return `${date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '')} UTC`;
}

/** `10 minutes`, rounded. @param seconds not negative */
export function span(seconds: number): string {
  const [size, word] = units.find(([size]) => seconds >= 2 * size) ?? [1, 'second'];
  const count = Math.round(seconds / size);
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

const units = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const;
