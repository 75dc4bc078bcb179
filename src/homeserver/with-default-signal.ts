import type { CallOptions, HomeserverClient } from './client.ts';

/** Returns the client with a default signal: it aborts calls that have no signal of their own. */
export function withDefaultSignal(client: HomeserverClient, signal: AbortSignal): HomeserverClient {
  const heed = (options: CallOptions = {}): CallOptions => ({ ...options, signal: options.signal ?? signal });
  return {
    ...client,
    ask: (method, path, options) => client.ask(method, path, heed(options)),
    call: (method, path, options) => client.call(method, path, heed(options)),
  };
}
