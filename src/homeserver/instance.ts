import type { HomeserverClient } from './client.ts';
import { refusalOf } from './refusal.ts';

const pathOf = ({ sender }: HomeserverClient): string =>
  `/_matrix/client/v3/user/${encodeURIComponent(sender)}/account_data/dev.porter.instance`;

/**
 * Claims the homeserver for our database, unless another one acts for it. The ID of the one that acts is kept in the sender's
 * account data. A copy of the database (cloned machine, staging) has another ID: the machine is part of it, and each
 * `--take-over` makes a new one.
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

/** ID of the database that acts; undefined while none has claimed the homeserver. */
export async function findInstance(client: HomeserverClient): Promise<string | undefined> {
  const found = await client.ask('GET', pathOf(client));
  if (found.status === 404) return undefined;
  if (found.status >= 300) throw refusalOf(found);
  const { id } = found.body;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
