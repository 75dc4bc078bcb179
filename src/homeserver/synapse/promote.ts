import { Fault } from '../../kernel/fault.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Secret } from '../../kernel/secret.ts';
import { type LookNeeds, lookAtToken, registerSender } from '../looks.ts';
import type { Trouble } from '../world.ts';
import { parseAccount } from './account-calls.ts';

export type PromoteRefusal =
  /** The registration is not loaded, or another is: see the trouble. */
  | 'not-registered'
  /** The token that was given is no server admin's. */
  | 'token-not-admin'
  /** The user exists and is not our appservice's: somebody's account must not be made an admin by us. */
  | 'sender-not-ours';

/** `porter init --promote`: registers the sender if need be and makes it a server admin with an administrator's token. */
export async function promote(
  needs: LookNeeds,
  adminToken: Secret,
): Promise<Outcome<'promoted' | 'was-admin', PromoteRefusal, Trouble | undefined>> {
  const trouble = (await lookAtToken(needs)) ?? (await registerSender(needs));
  if (trouble !== undefined) return refuse('not-registered', trouble);
  const path = `/_synapse/admin/v2/users/${encodeURIComponent(needs.client.sender)}`;
  try {
    const body = await needs.client.call('GET', path, { token: adminToken });
    if (parseAccount(body).appservice !== needs.registration.id) return refuse('sender-not-ours', undefined);
    if (body['admin'] === true) return ok('was-admin');
    await needs.client.call('PUT', path, { body: { admin: true }, token: adminToken });
    return ok('promoted');
  } catch (fault) {
    const known = ['homeserver.not-admin', 'homeserver.token-refused'];
    if (fault instanceof Fault && known.includes(fault.code)) return refuse('token-not-admin', undefined);
    throw fault;
  }
}
