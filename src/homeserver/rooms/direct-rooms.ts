import { SECOND } from '../../kernel/clock.ts';
import { digestOf } from '../../kernel/digest-of.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import {
  ghostPrefix,
  localpartOf,
  parseRoomId,
  type RoomAlias,
  type RoomId,
  serverNameOf,
  type UserId,
} from '../../kernel/matrix-id.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { MessageRooms } from '../../ports/message-rooms.ts';
import type { HomeserverClient, MatrixResponse } from '../client.ts';
import { refusalOf, wordsOf } from '../refusal.ts';
import { makeDirectList } from './direct-list.ts';
import { roomIdOf } from './room-id-of.ts';
import type { WhyNotInvited } from './why-not-invited.ts';

export interface DirectRoomsNeeds {
  readonly client: HomeserverClient;
  readonly whyNotInvited: WhyNotInvited;
  readonly log: Logger;
}

type DirectRooms = Pick<MessageRooms, 'directWith' | 'lostDirect' | 'personIn'>;

/** Another server may have to be asked about an invitation, and to answer. */
const PATIENCE = 60 * SECOND;

const enc = encodeURIComponent;

/**
 * Keeps one direct chat with each person. It is made once, because its alias in our namespace can be given to one room only, whatever
 * is repeated or runs at the same time; `m.direct` in the account data of Porter's user says which room it is.
 */
export function makeDirectRooms({ client, whyNotInvited, log }: DirectRoomsNeeds): DirectRooms {
  const found = new Map<UserId, RoomId>();
  /** By person, one after the other: two at once would invite twice. */
  const underWay = new Map<UserId, Promise<unknown>>();
  const list = makeDirectList(client);

  /** Their membership; undefined: none yet. `outside`: Porter is not in that room (any more). */
  async function membershipIn(room: RoomId, user: UserId, signal: AbortSignal): Promise<string | undefined> {
    const path = `/_matrix/client/v3/rooms/${enc(room)}/state/m.room.member/${enc(user)}`;
    const response = await client.ask('GET', path, { signal });
    if (response.status === 403) return 'outside';
    if (response.status === 404) return undefined;
    if (response.status >= 300) throw refusalOf(response);
    return String(response.body['membership']);
  }

  /** The known room with this person and their membership there: one in which they are, before others. */
  async function known(user: UserId, signal: AbortSignal): Promise<Chat | undefined> {
    const remembered = found.get(user);
    const first = remembered && { room: remembered, membership: await membershipIn(remembered, user, signal) };
    if (isIn(first)) return first;
    let best: Chat | undefined;
    for (const room of await list.roomsWith(user, signal)) {
      // Whoever has left a room may read its state as it was then.
      if ((await membershipIn(room, client.sender, signal)) !== 'join') continue;
      const chat = { room, membership: await membershipIn(room, user, signal) };
      if (isIn(chat)) return chat;
      if (chat.membership !== 'ban') best ??= chat;
    }
    return best;
  }

  /** Makes the room, or finds the one that an earlier attempt made. Nobody is invited yet. */
  async function make(user: UserId, signal: AbortSignal): Promise<RoomId> {
    const aliasName = aliasNameOf(client.sender, user);
    const alias = `#${aliasName}:${client.serverName}` as RoomAlias;
    const body = {
      ...{ preset: 'private_chat', is_direct: true, room_alias_name: aliasName },
      // Clients show a direct chat by the other person's name, but only if it has no main alias.
      initial_state: [{ type: 'm.room.canonical_alias', state_key: '', content: {} }],
    };
    const create = () => client.ask('POST', '/_matrix/client/v3/createRoom', { body, signal });
    const response = await create();
    if (response.status < 300) return roomIn(response);
    if (response.errcode !== 'M_ROOM_IN_USE' && response.status !== 409) throw refusalOf(response);
    const earlier = await roomIdOf(client, alias, signal);
    // Another process makes it at this moment.
    if (earlier === undefined || earlier === 'unanswered') throw beingMade();
    if ((await membershipIn(earlier, client.sender, signal)) === 'join') return earlier;
    // Porter is no longer in there, and nobody else can invite it.
    await client.call('DELETE', `/_matrix/client/v3/directory/room/${enc(alias)}`, { signal });
    const again = await create();
    if (again.status >= 300) throw refusalOf(again);
    return roomIn(again);
  }

  /** By a membership event, because `/invite` cannot say that the chat is a direct one. */
  const invite = (room: RoomId, user: UserId, signal: AbortSignal): Promise<MatrixResponse> =>
    client.ask('PUT', `/_matrix/client/v3/rooms/${enc(room)}/state/m.room.member/${enc(user)}`, {
      ...{ body: { membership: 'invite', is_direct: true }, signal },
      ...(serverNameOf(user) === client.serverName ? {} : { returnElsewhere: true, timeoutMs: PATIENCE }),
    });

  async function open(user: UserId, signal: AbortSignal): ReturnType<DirectRooms['directWith']> {
    if (user === client.sender) return refuse('unreachable', 'this is Porter itself');
    const there = await known(user, signal);
    if (there !== undefined && isIn(there)) {
      found.set(user, there.room);
      return ok(there.room);
    }
    const why = await whyNotInvited(user, signal);
    if (why !== undefined) return refuse('unreachable', why);
    const room = there?.room ?? (await make(user, signal));
    // An earlier attempt may have made the room and invited them, without coming to the list.
    const asked = there === undefined && isIn({ room, membership: await membershipIn(room, user, signal) });
    // Before they can write there, so that they are heard from the first word on.
    await list.add(user, room, signal);
    if (!asked) {
      const invited = await invite(room, user, signal);
      if (invited.status >= 500) throw away();
      if (invited.status >= 300) return refuse('unreachable', wordsOf(invited));
      log.info('invited somebody to a direct chat', { room, user });
    }
    found.set(user, room);
    return ok(room);
  }

  return {
    directWith(user, signal) {
      const before = underWay.get(user);
      const opening = (async () => {
        await before?.catch(() => undefined);
        return await open(user, signal);
      })();
      underWay.set(user, opening);
      return opening.finally(() => {
        if (underWay.get(user) === opening) underWay.delete(user);
      });
    },
    lostDirect: (user) => void found.delete(user),
    personIn: (room) => list.personIn(room),
  };
}

/** A room with the other person's membership in it. */
interface Chat {
  readonly room: RoomId;
  readonly membership: string | undefined;
}

/** They read it now, or once they accept. */
const isIn = (chat: Chat | undefined): boolean => chat?.membership === 'join' || chat?.membership === 'invite';

/** The same for the same person, and within our namespace. A user ID may hold characters that an alias may not. */
const aliasNameOf = (sender: UserId, user: UserId): string =>
  `${ghostPrefix(localpartOf(sender))}direct_${digestOf(user).slice(0, 32)}`;

function roomIn({ body }: MatrixResponse): RoomId {
  const room = parseRoomId(body['room_id']);
  if (room !== undefined) return room;
  throw new Fault('The homeserver made a room and did not say its ID', {
    ...{ code: 'homeserver.unreadable', retryable: true, scope: 'message', outcome: 'unknown' },
  });
}

const beingMade = () =>
  new Fault('A direct chat is being made at this moment', {
    ...{ code: 'matrix.being-made', retryable: true, scope: 'person', place: 'homeserver', afterMs: 5 * SECOND },
  });

const away = () =>
  new Fault("The person's homeserver cannot be asked now", {
    ...{ code: 'matrix.server-away', retryable: true, scope: 'person', place: 'homeserver' },
  });
