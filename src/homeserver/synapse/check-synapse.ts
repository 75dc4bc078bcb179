import { type CheckAfter, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { Fault } from '../../kernel/fault.ts';
import { localpartOf, serverNameOf } from '../../kernel/matrix-id.ts';
import { shortList } from '../../kernel/short-list.ts';
import type { HomeserverClient } from '../client.ts';
import type { StepNeeds } from '../step-needs.ts';
import { ADMIN } from './admin-api.ts';
import { strangersView } from './check-strangers-view.ts';
import { listPorterUsers } from './list-porter-users.ts';

/** Which version it is, whose names begin like those of Porter's own users, and what strangers see of its settings. */
export const synapseChecks = ({ client, urls }: StepNeeds): readonly CheckAfter[] => [
  { after: 'homeserver', run: async () => [await versionLine(client)] },
  { after: 'mas', run: () => strangersView(urls.client) },
  { after: 'ownership', run: () => strangersLine(client) },
];

async function versionLine(client: HomeserverClient): Promise<CheckLine> {
  try {
    const { server_version: version } = await client.call('GET', `${ADMIN}/v1/server_version`);
    return fine('homeserver', `Synapse ${String(version).slice(0, 40)}.`);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return warn('homeserver', {
      code: fault.code,
      sentence: `The version could not be asked: ${ADMIN} is not reached.`,
      remedy: 'Set homeserver.adminUrl (or homeserver.url) to the internal listener of Synapse.',
    });
  }
}

async function strangersLine(client: HomeserverClient): Promise<readonly CheckLine[]> {
  const { sender } = client;
  const strangers = (await listPorterUsers(client)).filter(({ ours }) => !ours);
  if (strangers.length === 0) return [];
  const names = shortList(strangers.map(({ userId }) => userId));
  const own = `@${localpartOf(sender)}_…:${serverNameOf(sender)}`;
  return [
    warn('sender', {
      code: 'sender.names-in-namespace',
      sentence: `These accounts were there before the registration reserved names like ${own}: ${names}.`,
      remedy:
        'Nothing has to be done: they go on as before, but never count as voters, and nobody can make more of them.',
    }),
  ];
}
