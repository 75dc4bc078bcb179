import type { HomeserverClient } from './client.ts';
import { refusalOf } from './refusal.ts';

const TYPE = 'dev.porter.instance';

/**
 * Which database acts for this homeserver: its ID stands in the sender's account data. A copy of the database (cloned machine,
 * staging) finds another ID there, because restoring a copy or taking over writes a new one.
 */
export async function claimInstance(
  client: HomeserverClient,
  instance: string,
  takeOver: boolean,
): Promise<'ours' | 'other'> {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(client.sender)}/account_data/${TYPE}`;
  const found = await client.ask('GET', path);
  if (found.status >= 300 && found.status !== 404) throw refusalOf(found);
  const known = found.status === 404 ? undefined : found.body['id'];
  if (known === instance) return 'ours';
  if (typeof known === 'string' && known !== '' && !takeOver) return 'other';
  await client.call('PUT', path, { body: { id: instance } });
  return 'ours';
}
