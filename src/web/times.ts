import type { Clock } from '../kernel/clock.ts';
import type { Language } from '../texts/say.ts';
import { longTime, waitText } from '../texts/times.ts';

/** Times as pages show them. */
export interface Times {
  /** `21 November 2026 at 11:05 CET`. @param at epoch milliseconds */
  at(at: number, language: Language): string;
  /** `in 40 minutes`. @param until epoch milliseconds */
  until(until: number, language: Language): string;
}

/** @param timeZone IANA name */
export const makeTimes = (timeZone: string, clock: Pick<Clock, 'now'>): Times => ({
  at: (at, language) => longTime(at, language, timeZone),
  until: (until, language) => waitText(until - clock.now(), language),
});

/** Whole seconds for `Retry-After`, at least 1. */
export const secondsUntil = (at: number, now: number): number => Math.max(1, Math.ceil((at - now) / 1_000));
