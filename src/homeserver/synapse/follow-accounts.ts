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

    async setAddresses(localpart, { has, hasNot }, signal) {
      const userId = userIdOf(localpart, client.serverName);
      const found = await calls.find(userId, signal);
      if (found === undefined || found.deactivated || !found.person) return 'none';
      const added: string[] = [];
      for (const address of has) {
        if (found.addresses.includes(address)) continue;
        const owner = await calls.ownerOf(address, signal);
        // Synapse would take the address away from that user without a word.
        if (owner === undefined || owner === userId) added.push(address);
      }
      const gone: readonly string[] = hasNot;
      const kept = found.threepids.filter(({ medium, address }) => medium !== 'email' || !gone.includes(address));
      if (added.length === 0 && kept.length === found.threepids.length) return 'done';
      const threepids = [...kept, ...added.map((address) => ({ medium: 'email', address }))];
      await calls.change(userId, { threepids }, signal);
      return 'done';
    },
  };
}
