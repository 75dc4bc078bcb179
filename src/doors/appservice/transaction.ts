import { isObject } from '../../kernel/is-object.ts';

/**
 * Bytes per transaction. A hundred events of 64 kB fit into 10 MB, but state events also carry the content that they replace, and
 * invitations some state of the other room. The limit is generous because the homeserver repeats a refused transaction for ever,
 * and sends nothing else before it.
 */
export const LONGEST_TRANSACTION = 32 * 1024 * 1024;
/** Levels of nesting per event; clients need about ten. */
const DEEPEST_EVENT = 100;
/** Levels of nesting per body; Synapse itself cannot write more than about a thousand. */
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

/** Such an event is ignored. Refusing it would make the homeserver repeat the transaction for ever. */
export const tooDeep = (event: unknown): boolean => isDeeper(event, DEEPEST_EVENT);

/** Without recursion, because deep nesting is what it guards against. */
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
