import { HOUR } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { isObject } from '../../kernel/is-object.ts';
import { type Step, troubleOf } from '../../kernel/step.ts';
import type { HomeserverClient } from '../client.ts';
import { makeHomeserverStep } from '../make-step.ts';
import { type StepNeeds, valuesOf } from '../step-needs.ts';
import type { ProvisionerSteps } from '../steps.ts';
import { parseAccount } from './account-calls.ts';
import { ADMIN } from './admin-api.ts';
import { makeSynapseDirectory } from './directory.ts';
import { synapseSentences } from './sentences.ts';

/** Users are kept by Synapse and not by MAS, and Porter's user is its own and a server admin. */
export const synapseSteps = (needs: StepNeeds): ProvisionerSteps => ({
  server: [masStep(needs)],
  sender: [adminStep(needs), ownershipStep(needs)],
});

/** 200 means that the Matrix Authentication Service keeps the accounts (Client-Server API, OAuth 2.0 API). */
const masStep = (needs: StepNeeds): Step =>
  makeHomeserverStep(needs, {
    // Hourly, because the service can come while the homeserver runs; and at once after an outage, because it mostly comes with one.
    ...{ name: 'mas', part: 'homeserver', restMs: HOUR },
    fine: () => 'Synapse keeps its accounts itself (no MAS).',
    async look(client) {
      try {
        const { status } = await client.ask('GET', '/_matrix/client/v1/auth_metadata');
        return status < 300 ? troubleOf(synapseSentences, 'homeserver.mas', valuesOf(needs)) : undefined;
      } catch (fault) {
        // `M_UNRECOGNIZED` is the good response here.
        if (fault instanceof Fault && fault.code === 'homeserver.unrecognized') return undefined;
        throw fault;
      }
    },
  });

const adminStep = (needs: StepNeeds): Step =>
  makeHomeserverStep(needs, {
    ...{ name: 'admin', part: 'sender', fine: () => `${needs.client.sender} is a server admin.` },
    async look(client) {
      if ((await makeSynapseDirectory(client).isAdmin(client.sender)) === true) return undefined;
      return troubleOf(synapseSentences, 'homeserver.not-admin', valuesOf(needs));
    },
  });

/** The sender is our appservice's and alive: a deactivated one can still act, but has left all rooms. */
const ownershipStep = (needs: StepNeeds): Step =>
  makeHomeserverStep(needs, {
    ...{ name: 'ownership', part: 'sender', fine: () => `${needs.client.sender} belongs to this appservice.` },
    async look(client) {
      const path = `${ADMIN}/v2/users/${encodeURIComponent(client.sender)}`;
      const account = parseAccount(await client.call('GET', path));
      if (account.appservice !== needs.registration.id) {
        return troubleOf(synapseSentences, 'homeserver.sender-not-ours', valuesOf(needs));
      }
      if (account.deactivated || account.locked || account.suspended) {
        return troubleOf(synapseSentences, 'homeserver.sender-deactivated', valuesOf(needs));
      }
      return undefined;
    },
  });

/**
 * Does Synapse keep passwords and take them at log-in? `m.change_password` (Client-Server API, Capabilities negotiation) is off exactly
 * when Synapse would refuse the admin's change of a password, too: `password_config.enabled` or `localdb_enabled` is off. Throws `Fault`.
 */
export async function keepsPasswords(client: HomeserverClient): Promise<boolean> {
  const { capabilities } = await client.call('GET', '/_matrix/client/v3/capabilities');
  const change = isObject(capabilities) ? capabilities['m.change_password'] : undefined;
  // A homeserver that says nothing about it allows it.
  return !isObject(change) || change['enabled'] !== false;
}

/** People enter with a password that Synapse keeps. */
export const passwordsStep = (needs: StepNeeds): Step =>
  makeHomeserverStep(needs, {
    ...{ name: 'passwords', part: 'homeserver', fine: () => 'Synapse lets people set a password and log in with it.' },
    async look(client) {
      if (await keepsPasswords(client)) return undefined;
      return troubleOf(synapseSentences, 'homeserver.passwords-off', valuesOf(needs));
    },
  });
