import type { CallOptions, HomeserverClient } from './client.ts';

/** The same client for somebody who may be told to stop: calls without a signal of their own end with this one. */
export function withDefaultSignal(client: HomeserverClient, signal: AbortSignal): HomeserverClient {
  const heed = (options: CallOptions = {}): CallOptions => ({ ...options, signal: options.signal ?? signal });
  return {
    ...client,
    ask: (method, path, options) => client.ask(method, path, heed(options)),
    call: (method, path, options) => client.call(method, path, heed(options)),
  };
}
