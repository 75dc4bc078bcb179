import { isObject } from '../kernel/is-object.ts';
import type { Logger } from '../kernel/log.ts';
import type { OnPlace, PausedPlace } from '../outbox/outbox.ts';
import type { MemoryStore } from '../ports/memory-store.ts';

/** Whether a place works, or what keeps it from working. */
export type Working = PausedPlace | 'works';

/** What the outbox of this process knows about a place. `unknown`: nothing was tried there, or not since it was last paused. */
export type PlaceState = Working | 'unknown';

/** What is known about the places, for whoever tells people why something waits. */
export interface PlaceStates {
  of(place: string): PlaceState;
  /** The places of which anything was heard. */
  known(): readonly string[];
  /** Calls the listener after each change. Returns how to stop it. */
  onChange(listener: () => void): () => void;
}

/** The place states as the composition root sees them. */
export interface WatchedPlaces extends PlaceStates {
  /** For the outbox. */
  readonly hear: OnPlace;
  /** Resolves once everything heard so far is written for other processes. */
  idle(): Promise<void>;
}

const REMEMBERED = 'outbox.paused';

/**
 * Gathers what the outbox says about places, and remembers the paused ones for commands, which run in processes of their own. Begins
 * with none: what an earlier process found out may no longer be true.
 */
export function watchPlaces(memory: MemoryStore, log: Logger): WatchedPlaces {
  const states = new Map<string, PlaceState>();
  const listeners = new Set<() => void>();
  let written = Promise.resolve();

  const write = (): void => {
    const paused = [...states.values()].filter((state) => typeof state !== 'string');
    written = written
      .then(() => memory.remember(REMEMBERED, JSON.stringify(paused)))
      .catch((error: unknown) => log.debug('what is paused could not be remembered', { error }));
  };
  write();

  return {
    of: (place) => states.get(place) ?? 'unknown',
    known: () => [...states.keys()],
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    hear(place, state) {
      const before = states.get(place);
      states.set(place, state);
      if (isSame(before, state)) return;
      if (typeof state !== 'string' || (before !== undefined && typeof before !== 'string')) write();
      for (const listener of listeners) listener();
    },
    idle: () => written,
  };
}

const isSame = (a: PlaceState | undefined, b: PlaceState): boolean =>
  typeof a === 'object' && typeof b === 'object' ? a.since === b.since && a.code === b.code : a === b;

/** Reads what a running Porter remembered. */
export async function rememberedPauses(memory: Pick<MemoryStore, 'recall'>): Promise<readonly PausedPlace[]> {
  try {
    const found: unknown = JSON.parse((await memory.recall(REMEMBERED)) ?? '[]');
    return Array.isArray(found) ? found.filter(isPaused) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

const isPaused = (value: unknown): value is PausedPlace =>
  isObject(value) &&
  typeof value['place'] === 'string' &&
  typeof value['since'] === 'number' &&
  typeof value['code'] === 'string' &&
  typeof value['passing'] === 'boolean' &&
  typeof value['sentence'] === 'string';

/** What is wrong and what to do, as whole sentences. Some remedies are sentences of their own, others continue the one before. */
export function troubleInWords({ sentence, remedy }: Pick<PausedPlace, 'sentence' | 'remedy'>): string {
  if (remedy === undefined) return `${sentence}.`;
  const link = /^\p{Lu}/u.test(remedy) ? '. ' : ': ';
  const end = /[.?!]$/.test(remedy) ? '' : '.';
  return `${sentence}${link}${remedy}${end}`;
}
