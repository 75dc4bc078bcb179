import { Fault } from '../../kernel/fault.ts';
import { serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';

/** Says why somebody cannot be invited; undefined if nothing is known against it. */
export type WhyNotInvited = (user: UserId, signal: AbortSignal) => Promise<string | undefined>;

/** Why a user of our server cannot come; Synapse invites also a user who does not exist, without complaint. */
export async function whyNotInvited(
  directory: Pick<Directory, 'find'>,
  user: UserId,
  serverName: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (serverNameOf(user) !== serverName) return undefined;
  const found = await directory.find(user, signal);
  return found === undefined ? 'no such user' : found.barred && `the account is ${found.barred}`;
}

/** Asks as a server admin. Where Porter is none, nothing is known. */
export const whyNotByAdmin =
  (directory: Pick<Directory, 'find'>, serverName: string): WhyNotInvited =>
  async (user, signal) => {
    try {
      return await whyNotInvited(directory, user, serverName, signal);
    } catch (error) {
      if (error instanceof Fault && error.code === 'homeserver.not-admin') return undefined;
      throw error;
    }
  };
/** Asks as anybody may: a user without a profile does not exist. Some servers show no profile to strangers. */
export const whyNotByProfile =
  (client: HomeserverClient): WhyNotInvited =>
  async (user, signal) => {
    const path = `/_matrix/client/v3/profile/${encodeURIComponent(user)}`;
    const { status } = await client.ask('GET', path, { signal, returnElsewhere: true });
    return status === 404 ? 'no such user' : undefined;
  };
