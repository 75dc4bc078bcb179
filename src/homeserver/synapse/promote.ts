import { Fault } from '../../kernel/fault.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { Promotion } from '../provisioner.ts';
import type { StepNeeds } from '../step-needs.ts';
import { lookAtToken, registerSender } from '../steps.ts';
import { parseAccount } from './account-calls.ts';
import { ADMIN } from './admin-api.ts';
import { listPorterUsers } from './list-porter-users.ts';

/** Registers the sender if need be and makes it a server admin with an administrator's token. */
export async function promote(needs: StepNeeds, adminToken: Secret): Promise<Promotion> {
  const result = await promoteSender(needs, adminToken);
  const users = result.ok ? await listPorterUsers(needs.client, adminToken) : [];
  return { result, strangers: users.filter(({ ours }) => !ours).map(({ userId }) => userId) };
}

async function promoteSender(needs: StepNeeds, adminToken: Secret): Promise<Promotion['result']> {
  const { client, registration } = needs;
  const trouble = (await lookAtToken(client, needs)) ?? (await registerSender(client, needs));
  if (trouble !== undefined) return refuse('not-registered', trouble);
  const path = `${ADMIN}/v2/users/${encodeURIComponent(client.sender)}`;
  try {
    const body = await client.call('GET', path, { token: adminToken });
    if (parseAccount(body).appservice !== registration.id) return refuse('sender-not-ours', undefined);
    if (body['admin'] === true) return ok('was-admin');
    await client.call('PUT', path, { body: { admin: true }, token: adminToken });
    return ok('promoted');
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'homeserver.not-admin') return refuse('token-not-admin', undefined);
    if (fault instanceof Fault && fault.code === 'homeserver.token-refused') return refuse('token-unknown', undefined);
    throw fault;
  }
}
