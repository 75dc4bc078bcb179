import type { Provisioner } from '../provisioner.ts';
import { makeAccounts } from './accounts.ts';
import { synapseAdminApi } from './admin-api.ts';
import { synapseChecks } from './check-synapse.ts';
import { demote } from './demote.ts';
import { makeSynapseDirectory } from './directory.ts';
import { makeHomeserverUsers } from './list-users.ts';
import { promote } from './promote.ts';
import { synapseFaults } from './sentences.ts';
import { synapseSteps } from './steps.ts';
import { makeWelcomeRooms } from './welcome-rooms.ts';

/** Accounts that Synapse keeps itself. */
export const synapse: Provisioner = {
  adminApi: synapseAdminApi,
  faults: synapseFaults,
  steps: synapseSteps,
  checks: synapseChecks,
  open: ({ client, log }) => ({
    accounts: makeAccounts({ client, log }),
    directory: makeSynapseDirectory(client),
    users: makeHomeserverUsers(client),
    welcomeRooms: (rooms) => makeWelcomeRooms({ client, rooms }),
  }),
  promote,
  demote,
};
