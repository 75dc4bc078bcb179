import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { refusalOf } from '../refusal.ts';
import { makeAccountCalls } from './account-calls.ts';
import { ADMIN } from './admin-api.ts';

const enc = encodeURIComponent;

/** The directory, read from Synapse's admin API. */
export function makeSynapseDirectory(client: HomeserverClient): Directory {
  const calls = makeAccountCalls(client);
  return {
    async find(user, signal) {
      const account = await calls.find(user, signal);
      if (account === undefined) return undefined;
      return { kind: account.person ? 'person' : 'machine', barred: account.barred };
    },

    async isAdmin(user, signal) {
      const response = await client.ask('GET', `${ADMIN}/v1/users/${enc(user)}/admin`, { signal });
      return response.status < 300 ? response.body['admin'] === true : undefined;
    },

    async stateOf(room, signal) {
      const response = await client.ask('GET', `${ADMIN}/v1/rooms/${enc(room)}/state`, { signal });
      if (response.status === 404 || response.status === 400) return undefined;
      if (response.status >= 300) throw refusalOf(response);
      return Array.isArray(response.body['state']) ? response.body['state'] : [];
    },
  };
}
