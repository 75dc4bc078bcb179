import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { type FoundRoom, isAbandoned, isInside, type NotInside, notInside, type Trust } from './find-room.ts';
import { isLocalAdmin } from './is-ours.ts';
import type { RoomTroubleCode } from './team-room.ts';

/** What it is called when Porter is not invited into such a room. */
const uninvited: Readonly<Record<Trust, RoomTroubleCode>> = {
  named: 'not-invited',
  alias: 'not-invited',
  remembered: 'sent-out',
  successor: 'upgraded',
  led: 'led-away',
  elsewhere: 'alias-moved',
};

/** Returns what keeps Porter out of the room that was found; undefined when it is inside or may join. Changes nothing. */
export async function whyOutside(
  { client, directory }: { readonly client: HomeserverClient; readonly directory: Directory },
  { roomId, state, trust, decided, insteadOf, successorBy }: FoundRoom,
): Promise<NotInside | undefined> {
  const own = state.members.get(client.sender);
  const byAdmin = trust === 'alias' || trust === 'elsewhere' || trust === 'led';
  const expected = trust === 'led' ? successorBy : insteadOf;
  // Into another room Porter may have come for other reasons: its members must not become the team by moving an alias.
  if (isInside(state, client.sender)) {
    return byAdmin && !decided
      ? notInside(trust === 'alias' ? 'not-by-admin' : uninvited[trust], roomId, expected)
      : undefined;
  }
  if (own?.membership === 'ban') return notInside('banned', roomId);
  // Another process of ours may be making the room right now: its alias is there already, its members are not.
  if (state.members.size === 0 && trust === 'alias') return notInside('being-made', roomId);
  if (isAbandoned(state, client.sender)) return notInside('abandoned', roomId);
  if (own?.membership !== 'invite') {
    // The successor of a restricted room lets members of the old one in without an invitation.
    return trust === 'successor' && state.joinRule !== 'invite'
      ? undefined
      : notInside(uninvited[trust], roomId, expected);
  }
  if (!byAdmin) return undefined;
  const { by } = own;
  return (await isLocalAdmin({ client, directory }, by)) ? undefined : notInside('inviter-not-admin', by ?? roomId);
}
