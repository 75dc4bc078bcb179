import { ghostPrefix, isGhostOf, localpartOf, parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { HomeserverClient } from '../client.ts';
import { parseAccount } from './account-calls.ts';
import { ADMIN } from './admin-api.ts';

const PAGES = 50;

/**
 * Users whose names lie in Porter's exclusive namespace (`@porter_…`). Those that are not ours existed before the registration.
 *
 * @param token an administrator's, while the sender is none yet
 */
export async function listPorterUsers(
  client: HomeserverClient,
  token?: Secret,
): Promise<readonly { readonly userId: UserId; readonly ours: boolean }[]> {
  const prefix = ghostPrefix(localpartOf(client.sender));
  const found: { userId: UserId; ours: boolean }[] = [];
  let from = '0';
  for (let page = 0; page < PAGES; page += 1) {
    // The search is by substring; what only contains the word is left out below.
    const body = await client.call('GET', `${ADMIN}/v2/users`, {
      ...{ query: { from, limit: 100, guests: false, deactivated: true, name: prefix }, token },
    });
    for (const user of Array.isArray(body['users']) ? body['users'] : []) {
      const userId = parseUserId((user as { name?: unknown }).name);
      if (userId === undefined || !isGhostOf(client.sender, userId)) continue;
      const path = `${ADMIN}/v2/users/${encodeURIComponent(userId)}`;
      const account = parseAccount(await client.call('GET', path, { token }));
      found.push({ userId, ours: account.appservice !== undefined });
    }
    if (typeof body['next_token'] !== 'string') break;
    from = body['next_token'];
  }
  return found;
}
