import { isObject } from '../../kernel/is-object.ts';

/**
 * Bytes of a transaction. A hundred events of 64 kB would fit into 10 MB, but state events carry the content they replace and
 * invitations a piece of foreign state; and what is refused here once is sent again for ever and blocks all that is behind it.
 */
export const LONGEST_TRANSACTION = 32 * 1024 * 1024;
/** Levels of one event; clients need about ten. */
const DEEPEST_EVENT = 100;
/** Synapse itself cannot write more than about a thousand levels. */
const DEEPEST_BODY = 2_000;

/** The JSON object that a body holds, or undefined: invalid UTF-8, no JSON, no object, absurdly deep. */
export function parseBody(bytes: Uint8Array): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) && !isDeeper(value, DEEPEST_BODY) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An event that nobody can mean: it is ignored, not refused. */
export const tooDeep = (event: unknown): boolean => isDeeper(event, DEEPEST_EVENT);

/** Without recursion: the depth is what is in question. */
function isDeeper(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      for (const inner of Array.isArray(item) ? item : Object.values(item)) {
        if (typeof inner === 'object' && inner !== null) next.push(inner);
      }
    }
    level = next;
  }
  return false;
}
