import { parseUserId, type RoomId, serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import type { RoomState } from '../rooms/room-state.ts';

export interface OursNeeds {
  readonly client: HomeserverClient;
  readonly directory: Directory;
}

/** So many changes of our own name are looked back through for the invitation. */
const LONGEST_LOOK = 10;

/** Porter is inside, and made the room or came because a server admin invited it: not as into a welcome room, where anybody may invite. */
export async function isOurs(needs: OursNeeds, room: RoomId, { members, madeBy }: RoomState): Promise<boolean> {
  const { client } = needs;
  const own = members.get(client.sender);
  if (own?.membership !== 'join') return false;
  if (madeBy === client.sender) return true;
  let before = own.replaces;
  for (let i = 0; i < LONGEST_LOOK && before !== undefined; i += 1) {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/event/${encodeURIComponent(before)}`;
    const { status, body } = await client.ask('GET', path);
    if (status >= 300) return false;
    const { content, sender, unsigned } = body as {
      readonly content?: { readonly membership?: unknown };
      readonly sender?: unknown;
      readonly unsigned?: { readonly replaces_state?: unknown };
    };
    if (content?.membership === 'invite') return await isLocalAdmin(needs, parseUserId(sender));
    const next = unsigned?.replaces_state;
    before = content?.membership === 'join' && typeof next === 'string' ? next : undefined;
  }
  return false;
}

export const isLocalAdmin = async ({ client, directory }: OursNeeds, user: UserId | undefined): Promise<boolean> =>
  user !== undefined && serverNameOf(user) === client.serverName && (await directory.isAdmin(user)) === true;
