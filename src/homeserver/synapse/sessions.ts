import type { Sessions } from '../../accounts/ports/sessions.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { HomeserverClient } from '../client.ts';
import { refusalOf } from '../refusal.ts';
import { ADMIN } from './admin-api.ts';

/** Sessions by Synapse's admin API (User Admin API, sections "List all devices" and "Delete multiple devices"). */
export const makeSynapseSessions = (client: Pick<HomeserverClient, 'ask' | 'call'>): Sessions => ({
  async endOthers(userId, keep, signal) {
    const user = `${ADMIN}/v2/users/${encodeURIComponent(userId)}`;
    const found = await client.ask('GET', `${user}/devices`, { signal });
    if (found.status === 404) return 0;
    if (found.status >= 300) throw refusalOf(found);
    const { devices } = found.body;
    const ids = (Array.isArray(devices) ? devices : [])
      .map((device: unknown) => (isObject(device) ? device['device_id'] : undefined))
      .filter((id) => typeof id === 'string' && id !== keep);
    if (ids.length > 0) await client.call('POST', `${user}/delete_devices`, { body: { devices: ids }, signal });
    return ids.length;
  },
});
