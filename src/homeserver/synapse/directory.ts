import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { refusalOf } from '../refusal.ts';
import { makeAccountCalls } from './account-calls.ts';
import { ADMIN } from './admin-api.ts';

const enc = encodeURIComponent;

/** The directory as Synapse's admin API answers it. */
export function makeSynapseDirectory(client: HomeserverClient): Directory {
  const calls = makeAccountCalls(client);
  return {
    async find(user, signal) {
      const account = await calls.find(user, signal);
      if (account === undefined) return undefined;
      return account.person ? 'person' : 'machine';
    },

    async isAdmin(user, signal) {
      const answer = await client.ask('GET', `${ADMIN}/v1/users/${enc(user)}/admin`, { signal });
      return answer.status < 300 ? answer.body['admin'] === true : undefined;
    },

    async stateOf(room, signal) {
      const answer = await client.ask('GET', `${ADMIN}/v1/rooms/${enc(room)}/state`, { signal });
      if (answer.status === 404 || answer.status === 400) return undefined;
      if (answer.status >= 300) throw refusalOf(answer);
      return Array.isArray(answer.body['state']) ? answer.body['state'] : [];
    },
  };
}
