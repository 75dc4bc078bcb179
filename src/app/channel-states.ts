import type { PlaceState, PlaceStates, Working } from './place-states.ts';

/** The states of channels as the composition root sees them. */
export interface WatchedChannelStates extends PlaceStates {
  /** Tells what came of connecting to a channel. */
  hear(channel: string, state: Working): void;
  /** True if connecting is the only way to learn more: no delivery has shown whether the channel works, and it is not known to. */
  asksToConnect(channel: string): boolean;
}

/**
 * Joins what deliveries show about a channel with what came of connecting to it, for channels that nobody has sent anything over yet.
 * What a delivery showed counts for more.
 */
export function watchChannelStates(places: PlaceStates): WatchedChannelStates {
  const connections = new Map<string, Working>();
  const listeners = new Set<() => void>();

  function stateOf(channel: string): PlaceState {
    const shown = places.of(channel);
    return shown === 'unknown' ? (connections.get(channel) ?? 'unknown') : shown;
  }

  places.onChange(() => {
    // A connection of earlier proves nothing any more once a delivery has failed.
    for (const channel of connections.keys()) if (places.of(channel) !== 'unknown') connections.delete(channel);
  });

  return {
    of: stateOf,
    known: () => [...new Set([...places.known(), ...connections.keys()])],
    onChange(listener) {
      listeners.add(listener);
      const forget = places.onChange(listener);
      return () => {
        listeners.delete(listener);
        forget();
      };
    },
    hear(channel, state) {
      if (places.of(channel) !== 'unknown') return;
      connections.set(channel, state);
      for (const listener of listeners) listener();
    },
    asksToConnect: (channel) => places.of(channel) === 'unknown' && connections.get(channel) !== 'works',
  };
}
