import { Fault } from '../../kernel/fault.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { Demotion } from '../provisioner.ts';
import { refusalOf } from '../refusal.ts';
import type { StepNeeds } from '../step-needs.ts';
import { parseAccount } from './account-calls.ts';
import { ADMIN } from './admin-api.ts';

/**
 * Takes the sender's admin rights with an administrator's token. Asks nothing with the appservice's token, so that it works before
 * and after the registration is taken out of the homeserver.
 */
export async function demote({ client, registration }: StepNeeds, adminToken: Secret): Promise<Demotion> {
  const path = `${ADMIN}/v2/users/${encodeURIComponent(client.sender)}`;
  try {
    const found = await client.ask('GET', path, { token: adminToken });
    if (found.status === 404) return ok('was-none');
    if (found.status >= 300) throw refusalOf(found);
    if (parseAccount(found.body).appservice !== registration.id) return refuse('sender-not-ours');
    if (found.body['admin'] !== true) return ok('was-none');
    await client.call('PUT', path, { body: { admin: false }, token: adminToken });
    return ok('demoted');
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'homeserver.not-admin') return refuse('token-not-admin');
    if (fault instanceof Fault && fault.code === 'homeserver.token-refused') return refuse('token-unknown');
    throw fault;
  }
}
