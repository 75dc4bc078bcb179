import { Fault } from '../kernel/fault.ts';
import type { Gate } from '../kernel/gate.ts';
import type { HomeserverClient, Method } from './client.ts';

/**
 * Returns the client that always reads, and writes only while the gate is open.
 *
 * The outbox asks the gate before it leases a job. This guard is for writes outside the outbox: a password that
 * somebody sets on a page, joining or making the team room, declining an invitation.
 */
export function guardWrites(client: HomeserverClient, gate: Pick<Gate, 'mayAct'>): HomeserverClient {
  const guard = (method: Method): void => {
    const may = method === 'GET' ? 'yes' : gate.mayAct();
    if (may === 'yes') return;
    throw new Fault(
      may === 'no'
        ? 'Another copy of this database acts on the homeserver'
        : 'Porter has not yet made sure that this database is the one that acts on the homeserver',
      { code: 'homeserver.not-ours-yet', retryable: may === 'unknown', scope: 'channel', place: 'homeserver' },
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
