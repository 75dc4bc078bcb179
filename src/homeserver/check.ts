import { bad, type CheckLine, fine, warn } from '../kernel/check-line.ts';
import { Fault } from '../kernel/fault.ts';
import { localpartOf, serverNameOf } from '../kernel/matrix-id.ts';
import {
  type Look,
  type LookNeeds,
  lookAtAdmin,
  lookAtHomeserver,
  lookAtPing,
  lookAtSender,
  lookAtToken,
  lookForMas,
  troubleOfFault,
} from './looks.ts';
import { listPorterUsers } from './synapse/list-porter-users.ts';
import type { WorldStep } from './world.ts';

/** Names of one line; the rest is counted. */
const MOST_NAMES = 20;

/** Runs one look as a line; a fault of the client is what is wrong. */
async function lineOf(part: string, step: WorldStep, look: Look, needs: LookNeeds, good: string): Promise<CheckLine> {
  let trouble: Awaited<ReturnType<Look>>;
  try {
    trouble = await look(needs);
  } catch (fault) {
    trouble = troubleOfFault(step, fault, needs);
  }
  if (trouble === undefined) return fine(part, good);
  return bad(part, trouble);
}

/** Reachable, which version, and no Matrix Authentication Service. Changes nothing, as all checks. */
export async function checkHomeserver(needs: LookNeeds): Promise<readonly CheckLine[]> {
  const reached = await lineOf('homeserver', 'homeserver', lookAtHomeserver, needs, `${needs.urls.client} answers.`);
  if (reached.level === 'bad') return [reached];
  const mas = await lineOf('homeserver', 'mas', lookForMas, needs, 'Synapse keeps its accounts itself (no MAS).');
  return [reached, await versionLine(needs), mas];
}

async function versionLine({ client }: LookNeeds): Promise<CheckLine> {
  try {
    const { server_version: version } = await client.call('GET', '/_synapse/admin/v1/server_version');
    return fine('homeserver', `Synapse ${String(version).slice(0, 40)}.`);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return warn('homeserver', {
      code: fault.code,
      sentence: 'The version could not be asked: /_synapse/admin is not reached.',
      remedy: 'Set homeserver.adminUrl (or homeserver.url) to the internal listener of Synapse.',
    });
  }
}

/** Token known, server name right, and the homeserver reaches us. Porter (or a stand-in for this check) must be listening. */
export async function checkAppservice(needs: LookNeeds): Promise<readonly CheckLine[]> {
  const token = await lineOf('appservice', 'token', lookAtToken, needs, 'The homeserver has loaded the registration.');
  if (token.level === 'bad') return [token];
  return [token, await lineOf('appservice', 'ping', lookAtPing, needs, `The homeserver reaches ${needs.listen}.`)];
}

/** Exists, is ours, alive and server admin; and whose names begin like those of Porter's own users. */
export async function checkSender(needs: LookNeeds): Promise<readonly CheckLine[]> {
  const { sender } = needs.client;
  const admin = await lineOf('sender', 'admin', lookAtAdmin, needs, `${sender} is a server admin.`);
  if (admin.level === 'bad') return [admin];
  const owner = await lineOf('sender', 'ownership', lookAtSender, needs, `${sender} belongs to this appservice.`);
  const strangers = (await listPorterUsers(needs.client)).filter(({ ours }) => !ours);
  if (strangers.length === 0) return [admin, owner];
  const names = strangers.slice(0, MOST_NAMES).map(({ userId }) => userId);
  const more = strangers.length > names.length ? ` and ${strangers.length - names.length} more` : '';
  const own = `@${localpartOf(sender)}_…:${serverNameOf(sender)}`;
  const known = warn('sender', {
    code: 'sender.names-in-namespace',
    sentence: `These accounts were there before the registration reserved names like ${own}: ${names.join(', ')}${more}.`,
    remedy:
      'Nothing has to be done: they go on as before, but never count as voters, and nobody can make more of them.',
  });
  return [admin, owner, known];
}
