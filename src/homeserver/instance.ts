import type { HomeserverClient } from './client.ts';
import { refusalOf } from './refusal.ts';

const pathOf = ({ sender }: HomeserverClient): string =>
  `/_matrix/client/v3/user/${encodeURIComponent(sender)}/account_data/dev.porter.instance`;

/**
 * Which database acts for this homeserver: its ID stands in the sender's account data. A copy of the database (cloned machine,
 * staging) finds another ID there, because the machine is part of it, or because one of both took over: each time makes a new one.
 */
export async function claimInstance(
  client: HomeserverClient,
  instance: string,
  takeOver: boolean,
): Promise<'ours' | 'other'> {
  const known = await findInstance(client);
  if (known === instance) return 'ours';
  if (known !== undefined && !takeOver) return 'other';
  await client.call('PUT', pathOf(client), { body: { id: instance } });
  return 'ours';
}

/** Which database acts now; undefined while none has said so. */
export async function findInstance(client: HomeserverClient): Promise<string | undefined> {
  const found = await client.ask('GET', pathOf(client));
  if (found.status === 404) return undefined;
  if (found.status >= 300) throw refusalOf(found);
  const { id } = found.body;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
