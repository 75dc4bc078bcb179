import { type Localpart, localpartOf, parseLocalpart, parseUserId, serverNameOf } from '../../kernel/matrix-id.ts';

/**
 * The name in a user ID of our own server, exactly as the homeserver writes it; undefined for any other text: capitals, another server, a
 * port that the server name does not have. Whoever asks makes an account of this name if the answer is yes, so nothing is folded.
 */
export function ownLocalpart(id: unknown, serverName: string): Localpart | undefined {
  const userId = parseUserId(id);
  if (userId === undefined || serverNameOf(userId) !== serverName) return undefined;
  return canonicalName(localpartOf(userId), serverName);
}

/** A bare name, if an account here can have it. */
export function canonicalName(name: unknown, serverName: string): Localpart | undefined {
  if (typeof name !== 'string') return undefined;
  const parsed = parseLocalpart(name, serverName);
  return parsed.ok ? parsed.value : undefined;
}
