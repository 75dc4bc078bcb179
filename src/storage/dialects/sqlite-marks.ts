import { type Named, peekInto } from './sqlite-peek.ts';

/** Whose database it is, by what it says itself; a meetings-only Porter says neither. */
export interface Marks {
  readonly serverName: string | undefined;
  /** See `KeyRing.keyCheck`. */
  readonly keyCheck: string | undefined;
}

export interface Peeked extends Marks {
  /** Part of the id by which the homeserver knows the database that acts; undefined where none ever took over. */
  readonly takeOver: string | undefined;
}

/** Throws as `peekInto` does. */
export function marksIn(file: string): Peeked {
  const memory = peekInto(file, 'memory');
  return {
    serverName: textIn(memory, 'meta.server-name'),
    keyCheck: textIn(memory, 'meta.key-check'),
    takeOver: textIn(memory, 'note.take-over'),
  };
}

function textIn(memory: Named, name: string): string | undefined {
  const value = memory.get(name);
  return typeof value === 'string' ? value : undefined;
}
