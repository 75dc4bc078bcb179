import type { UserStates } from '../../accounts/ports/user-states.ts';
import { userIdOf } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import { makeAccountCalls } from './account-calls.ts';

/** Users on Synapse that follow accounts which Porter keeps. Whoever is deactivated there stays so. */
export function makeUserStates(client: HomeserverClient): UserStates {
  const calls = makeAccountCalls(client);
  return {
    async follow(localpart, state, signal) {
      const userId = userIdOf(localpart, client.serverName);
      const found = await calls.find(userId, signal);
      if (found === undefined || found.deactivated || !found.person) return 'none';
      const locked = state === 'suspended';
      // Synapse refuses to deactivate a locked user.
      if (found.locked !== locked) await calls.change(userId, { locked }, signal);
      if (state === 'closed') await calls.deactivate(userId, signal);
      return 'done';
    },

    async setName(localpart, displayName, signal) {
      const userId = userIdOf(localpart, client.serverName);
      const found = await calls.find(userId, signal);
      // A change of a user who is not there would make one.
      if (found === undefined || found.deactivated || !found.person) return 'none';
      if (found.displayname !== displayName) await calls.change(userId, { displayname: displayName ?? '' }, signal);
      return 'done';
    },
  };
}
