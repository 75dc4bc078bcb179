import type { HomeserverUser, HomeserverUsers } from '../../accounts/ports/homeserver-users.ts';
import { fewAtATime } from '../../kernel/few-at-a-time.ts';
import { isObject } from '../../kernel/is-object.ts';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient, JsonObject } from '../client.ts';
import { parseAccount } from './account-calls.ts';
import { ADMIN } from './admin-api.ts';

/** The list holds neither addresses nor who is a machine, so each user is asked for as well. */
export const makeHomeserverUsers = (client: HomeserverClient): HomeserverUsers => ({
  async *pages() {
    let from: unknown = '0';
    while (typeof from === 'string') {
      const query = { from, limit: 100, guests: true, deactivated: true, locked: true };
      const body = await client.call('GET', `${ADMIN}/v2/users`, { query });
      const ids = objects(body['users'])
        .map(({ name }) => parseUserId(name))
        .filter((id) => id !== undefined);
      yield await fewAtATime(ids, async (id) =>
        userFrom(id, await client.call('GET', `${ADMIN}/v2/users/${encodeURIComponent(id)}`)),
      );
      from = body['next_token'];
    }
  },
});

function userFrom(userId: UserId, body: JsonObject): HomeserverUser {
  const { person, deactivated, locked, displayname } = parseAccount(body);
  const addresses = objects(body['threepids']).map(({ medium, address }) => ({ medium, address }));
  return { userId, kind: person ? 'person' : 'machine', deactivated, locked, displayName: displayname, addresses };
}

const objects = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
