import type { Notification } from '../../ports/channel.ts';
import { titleOf } from './fold.ts';
import type { Incident } from './incident.ts';

/** Two patterns of titles that speak of one thing: what fits the first ends what fits the second. */
export interface Clearing {
  /** As they were written, for a name that stays the same. */
  readonly written: string;
  /** Both have a group `thing`. */
  readonly ends: RegExp;
  readonly begins: RegExp;
}

/**
 * Reads two patterns: the whole title, in any case, where `{thing}` stands for the name of what it is about, and `*` for anything.
 * `patternProblem` has found nothing in them.
 */
export const readClearing = (ends: string, begins: string): Clearing => ({
  ...{ written: JSON.stringify([ends, begins]), ends: readPattern(ends), begins: readPattern(begins) },
});

const readPattern = (pattern: string): RegExp => {
  const parts = pattern.split(/(\{thing\}|\*)/).map((part) => {
    if (part === '{thing}') return '(?<thing>.+?)';
    return part === '*' ? '.*?' : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 'isu');
};

/** Says what is wrong with a pattern, continuing after it; undefined if nothing is. With one `*` no title takes long to compare. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.split('{thing}').length !== 2)
    return 'must have {thing} in it once, for the name of what begins and ends';
  if (pattern.split('*').length > 2) return 'may have one * in it, for anything else';
  return /^[\s*]*$/.test(pattern.replace('{thing}', '')) ? 'must have more in it than {thing}' : undefined;
}

/** What begins or ends by this notification; undefined if no pattern of these routes fits. The first that fits counts. */
export function clearedBy(
  routes: readonly { readonly clears?: readonly Clearing[] }[],
  notification: Notification,
): Incident | undefined {
  const title = titleOf(notification);
  for (const { written, ends, begins } of routes.flatMap(({ clears = [] }) => clears)) {
    // Every thing is an incident of its own, so that its messages are known beside those of all others.
    const nameOf = (thing: string): string => JSON.stringify([notification.origin, written, thing]);
    const over = thingIn(ends, title);
    if (over !== undefined) return { name: nameOf(over), open: [], over: [over] };
    const open = thingIn(begins, title);
    if (open !== undefined) return { name: nameOf(open), open: [open], over: [] };
  }
  return undefined;
}

const thingIn = (pattern: RegExp, title: string): string | undefined =>
  pattern.exec(title)?.groups?.['thing']?.trim().toLowerCase();
