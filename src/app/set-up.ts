import { discoverServerName } from '../homeserver/discover.ts';
import { listPorterUsers } from '../homeserver/synapse/list-porter-users.ts';
import { promote } from '../homeserver/synapse/promote.ts';
import type { UserId } from '../kernel/matrix-id.ts';
import type { Secret } from '../kernel/secret.ts';
import { newKeyLine } from '../security/key-file.ts';
import { openLooks } from './check/check-homeserver.ts';
import type { Loaded } from './loaded.ts';
import type { Runtime } from './open-database.ts';

/** Asks the homeserver for its name. `sure` is false for a mere guess, which a person has to look at. */
export async function findServerName(
  url: string,
  { clock }: Runtime,
): Promise<{ readonly name: string; readonly sure: boolean } | undefined> {
  const found = await discoverServerName(url, clock);
  return found && { name: found.serverName, sure: found.how !== 'guess' };
}

const WELL_KNOWN_MS = 5_000;
const LONGEST_WELL_KNOWN = 100_000;

/**
 * Where clients of this server name are sent (Client-Server API, well-known URIs): `https://matrix.example.org`. Undefined when
 * nothing there says so in time, or the name is none that could be asked.
 */
export async function findPublicUrl(serverName: string): Promise<string | undefined> {
  const url = URL.parse(`https://${serverName.replace(/:\d+$/, '')}/.well-known/matrix/client`);
  // Reserved names (RFC 6761) lead nowhere.
  if (url === null || /(?:^|\.)(?:test|invalid|localhost)$/.test(url.hostname)) return undefined;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(WELL_KNOWN_MS), redirect: 'follow' });
    const body = await answer.text();
    if (!answer.ok || body.length > LONGEST_WELL_KNOWN) return undefined;
    const found = (JSON.parse(body) as { 'm.homeserver'?: { base_url?: unknown } } | null)?.['m.homeserver']?.base_url;
    const base = typeof found === 'string' ? URL.parse(found) : null;
    return base !== null && /^https?:$/.test(base.protocol) && base.username === ''
      ? `${base.origin}${base.pathname}`.replace(/\/+$/, '')
      : undefined;
  } catch {
    return undefined;
  }
}

/** The content of a new key file. */
export const newKeyFile = ({ ids }: Runtime): string => `${newKeyLine(ids, 'k1')}\n`;

/** 64 hex digits. */
export const newToken = ({ ids }: Runtime): string => ids.random(32).toString('hex');

export interface Promotion {
  readonly result: Awaited<ReturnType<typeof promote>>;
  readonly sender: UserId;
  /** Users that have a name of Porter's namespace and are not its own. */
  readonly strangers: readonly UserId[];
}

/** Makes Porter's sender a server admin with an administrator's token. Throws `Fault` when the homeserver cannot be asked. */
export async function promoteSender(loaded: Loaded, runtime: Runtime, adminToken: Secret): Promise<Promotion> {
  const looks = await openLooks(loaded, runtime);
  await using client = looks.client;
  const result = await promote(looks, adminToken);
  const users = result.ok ? await listPorterUsers(client, adminToken) : [];
  return { result, sender: client.sender, strangers: users.filter(({ ours }) => !ours).map(({ userId }) => userId) };
}
