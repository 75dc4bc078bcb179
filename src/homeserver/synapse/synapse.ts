import type { Provisioner } from '../provisioner.ts';
import { makeAccounts } from './accounts.ts';
import { synapseAdminApi } from './admin-api.ts';
import { ownPasswordsCheck } from './check-own-passwords.ts';
import { synapseChecks } from './check-synapse.ts';
import { demote } from './demote.ts';
import { makeSynapseDirectory } from './directory.ts';
import { makeUserStates } from './follow-accounts.ts';
import { makeHomeserverUsers } from './list-users.ts';
import { promote } from './promote.ts';
import { synapseFaults } from './sentences.ts';
import { makeSynapseSessions } from './sessions.ts';
import { passwordsStep, synapseSteps } from './steps.ts';
import { makeWelcomeRooms } from './welcome-rooms.ts';

/** Accounts that Synapse keeps itself. */
export const synapse: Provisioner = {
  adminApi: synapseAdminApi,
  faults: synapseFaults,
  steps: (needs) => {
    const { server, sender } = synapseSteps(needs);
    return { server, sender: [...sender, passwordsStep(needs)] };
  },
  checks: synapseChecks,
  open: ({ client, log }) => ({
    accounts: makeAccounts({ client, log }),
    userStates: makeUserStates(client),
    directory: makeSynapseDirectory(client),
    users: makeHomeserverUsers(client),
    sessions: makeSynapseSessions(client),
    welcomeRooms: (rooms) => makeWelcomeRooms({ client, rooms }),
  }),
  promote,
  demote,
};

/** Users of a Synapse that asks Porter for their passwords. */
export const synapseWithoutPasswords: Provisioner = {
  ...synapse,
  steps: synapseSteps,
  checks: (needs) => [...synapseChecks(needs), ownPasswordsCheck(needs)],
};
