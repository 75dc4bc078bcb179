import type { Urgency } from '../../kernel/urgency.ts';

/** The words of other programs for an urgency, in lower case. */
const urgencies = {
  /** Priorities 1 to 5, and their names. */
  ntfy: {
    ...{ 1: 'quiet', 2: 'quiet', 3: 'normal', 4: 'now', 5: 'now' },
    ...{ min: 'quiet', low: 'quiet', default: 'normal', high: 'now', max: 'now', urgent: 'now' },
  },
  /** The field `type`. */
  apprise: { failure: 'now', warning: 'normal', info: 'normal', success: 'normal' },
  /** The colour of an attachment; Uptime Kuma sends the last one when something is down. */
  slack: { danger: 'now', warning: 'normal', good: 'normal', '#e01e5a': 'now' },
  /** The field `msgtype`; a notice is what clients show without a sound. */
  matrix: { 'm.text': 'normal', 'm.notice': 'quiet' },
  /** The label `severity` of an alert that fires. */
  alertmanager: {
    ...{ emergency: 'now', critical: 'now', page: 'now', error: 'now', high: 'now' },
    ...{ warning: 'normal', info: 'quiet', none: 'quiet' },
  },
  /** `X-Priority` (1 is the highest), `X-MSMail-Priority`, `Importance` (RFC 4021) and `Priority` (RFC 2156). */
  mail: {
    ...{ 1: 'now', 2: 'now', 3: 'normal', 4: 'quiet', 5: 'quiet' },
    ...{ high: 'now', urgent: 'now', normal: 'normal', low: 'quiet', 'non-urgent': 'quiet' },
  },
} as const satisfies Record<string, Readonly<Record<string, Urgency>>>;

/** The urgency of a program's word or number, in any case; undefined if the program has no such word. */
export function urgencyOf(program: keyof typeof urgencies, said: string): Urgency | undefined {
  const table: Readonly<Record<string, Urgency>> = urgencies[program];
  const word = said.trim().toLowerCase();
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/**
 * The urgency of Gotify's `priority`, any whole number: 1 to 3 is quiet and from 8 on is now. Its command line sends 0 unless told, so
 * 0 says nothing.
 */
export function urgencyOfNumber(priority: number): Urgency {
  if (priority === 0) return 'normal';
  return priority >= 8 ? 'now' : priority <= 3 ? 'quiet' : 'normal';
}

const order = ['quiet', 'normal', 'now'] as const;

/** The most urgent of them; undefined if there are none. */
export const mostUrgent = (all: readonly Urgency[]): Urgency | undefined =>
  order.findLast((urgency) => all.includes(urgency));
