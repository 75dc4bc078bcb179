import { Fault } from '../kernel/fault.ts';
import type { HomeserverClient, Method } from './client.ts';

/**
 * The same client for those who change things: reading is always allowed, changing only once the world has made sure that this
 * database is the one that acts on the homeserver.
 */
export function guardWrites(client: HomeserverClient, mayAct: () => 'yes' | 'no' | 'unknown'): HomeserverClient {
  const guard = (method: Method): void => {
    const may = method === 'GET' ? 'yes' : mayAct();
    if (may === 'yes') return;
    throw new Fault(
      may === 'no'
        ? 'Another copy of this database acts on the homeserver'
        : 'Porter has not yet made sure that this database is the one that acts on the homeserver',
      { code: 'homeserver.not-ours-yet', retryable: may === 'unknown', scope: 'channel' },
    );
  };
  return {
    ...client,
    async ask(method, path, options) {
      guard(method);
      return await client.ask(method, path, options);
    },
    async call(method, path, options) {
      guard(method);
      return await client.call(method, path, options);
    },
  };
}
