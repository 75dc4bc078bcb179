import { HOUR } from '../kernel/clock.ts';
import { digestOf } from '../kernel/digest-of.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import {
  type EventId,
  ghostPrefix,
  type Localpart,
  localpartOf,
  type RoomId,
  type UserId,
  userIdOf,
} from '../kernel/matrix-id.ts';
import type { GhostSaying, Ghosts } from '../notifications/ports.ts';
import type { MessageRooms } from '../ports/message-rooms.ts';
import type { RoomPoster } from '../ports/room-poster.ts';
import type { HomeserverTime } from '../registration/ports/homeserver-time.ts';
import type { HomeserverClient } from './client.ts';
import { findSentEvent } from './find-sent-event.ts';
import { jobOfEvent } from './job-of-event.ts';
import { roomRefusalOf, wordsOf } from './refusal.ts';

/** The clocks of both sides may differ, and have changed since the attempt. */
const CLOCK_GAP = HOUR;
/** Ghosts whose name this process need not set again. */
const MOST_KNOWN = 1_000;

const enc = encodeURIComponent;

export interface GhostsNeeds {
  readonly client: HomeserverClient;
  /** Makes the poster of a client. It sends exactly once per job as long as the homeserver runs; after that a search shows what arrived. */
  readonly posterOf: (client: HomeserverClient) => RoomPoster;
  /** Porter's own. */
  readonly poster: RoomPoster;
  readonly rooms: Pick<MessageRooms, 'enter'>;
  readonly homeserverTime: HomeserverTime;
  readonly log: Logger;
}

/**
 * The user that stands for a person of another network: always the same one for the same person, in Porter's exclusive namespace. The
 * person's own id is hashed, because it may be a telephone number or hold characters that no user ID takes.
 */
function ghostOf(sender: UserId, serverName: string, { channel, person }: GhostSaying['ghost']): UserId {
  const hash = digestOf(`${channel}\n${person}`).slice(0, 32);
  return userIdOf(`${ghostPrefix(localpartOf(sender))}${channel}_${hash}` as Localpart, serverName);
}

/** The same client, whose requests are made as this ghost. */
const asGhost = (client: HomeserverClient, ghost: UserId): HomeserverClient => ({
  ...client,
  sender: ghost,
  ask: (method, path, options) => client.ask(method, path, { ...options, as: 'sender', ghost }),
  call: (method, path, options) => client.call(method, path, { ...options, as: 'sender', ghost }),
});

/** Lets people of other networks speak in rooms, each as a user of their own: registered, named and let in when they first speak. */
export function makeGhosts({ client, posterOf, poster, rooms, homeserverTime, log }: GhostsNeeds): Ghosts {
  const named = new Map<UserId, string>();
  const warned = new Set<string>();

  /** Says once of each ghost and room that it cannot speak there. */
  function warnOnce(why: string, about: { readonly room: RoomId; readonly ghost: UserId }, words: object): void {
    const name = `${about.ghost} ${about.room}`;
    if (warned.has(name)) return;
    if (warned.size >= MOST_KNOWN) warned.clear();
    warned.add(name);
    log.warn(`${why}, so Porter speaks for it`, { ...about, ...words });
  }

  /** Registers the ghost and gives it its name. False if the homeserver refuses either. */
  async function appears(ghost: UserId, name: string, signal: AbortSignal): Promise<boolean> {
    if (named.get(ghost) === name) return true;
    const registered = await client.ask('POST', '/_matrix/client/v3/register', {
      body: { type: 'm.login.application_service', username: localpartOf(ghost), inhibit_login: true },
      signal,
    });
    const isThere = registered.status < 300 || registered.errcode === 'M_USER_IN_USE';
    const response = isThere
      ? await asGhost(client, ghost).ask('PUT', `/_matrix/client/v3/profile/${enc(ghost)}/displayname`, {
          ...{ body: { displayname: name }, signal },
        })
      : registered;
    if (response.status >= 300) {
      log.warn('the homeserver makes no user for somebody who writes to Porter', { words: wordsOf(response) });
      return false;
    }
    named.delete(ghost);
    named.set(ghost, name);
    for (const oldest of named.keys()) {
      if (named.size <= MOST_KNOWN) break;
      named.delete(oldest);
    }
    return true;
  }

  /** Lets the ghost in, unless somebody put it out: that is respected. */
  async function letIn(ghost: UserId, room: RoomId, signal: AbortSignal): Promise<boolean> {
    const path = `/_matrix/client/v3/rooms/${enc(room)}`;
    const member = await client.ask('GET', `${path}/state/m.room.member/${enc(ghost)}`, {
      ...{ query: { format: 'event' }, signal },
    });
    if (member.status === 403) throw roomRefusalOf(member);
    const { sender: by, content } = member.body as {
      readonly sender?: string;
      readonly content?: { readonly membership?: string };
    };
    const membership = content?.membership;
    if (membership === 'ban' || (membership === 'leave' && by !== ghost)) {
      warnOnce('a ghost was put out of a room', { room, ghost }, { by });
      return false;
    }
    // Where anybody may enter, it needs no invitation.
    await client.ask('POST', `${path}/invite`, { body: { user_id: ghost }, signal });
    const joined = await asGhost(client, ghost).ask('POST', `/_matrix/client/v3/join/${enc(room)}`, { signal });
    if (joined.status >= 300) {
      warnOnce('a ghost is not let into a room', { room, ghost }, { words: wordsOf(joined) });
    }
    return joined.status < 300;
  }

  /** Undefined if the ghost may not speak there. */
  async function sayAsGhost(ghost: UserId, said: GhostSaying, signal: AbortSignal): Promise<EventId | undefined> {
    if (!(await appears(ghost, said.ghost.name, signal))) return undefined;
    const ghostPoster = posterOf(asGhost(client, ghost));
    const outside = () => undefined;
    const sent = await ifInside(post(ghostPoster, said, said.text, signal), outside);
    if (sent !== undefined) return sent;
    if (await letIn(ghost, said.room, signal))
      return await ifInside(post(ghostPoster, said, said.text, signal), outside);
    // It may be gone from the homeserver, not from the room alone.
    named.delete(ghost);
    return undefined;
  }

  async function say(said: GhostSaying, signal: AbortSignal): Promise<EventId> {
    const { room, jobId, firstTriedAt } = said;
    const ghost = ghostOf(client.sender, client.serverName, said.ghost);
    if (firstTriedAt !== undefined) {
      // Neither of the two who may have said it has a device, under which the homeserver would know a repeat for certain.
      const since = homeserverTime.at(firstTriedAt) - CLOCK_GAP;
      const wanted = { roomId: room, type: 'm.room.message', jobId, since, senders: [ghost, client.sender] };
      const earlier = await findSentEvent(client, wanted, signal);
      if (earlier !== undefined) return earlier;
    }
    return (
      (await sayAsGhost(ghost, said, signal)) ?? (await post(poster, said, `${said.ghost.name}: ${said.text}`, signal))
    );
  }

  return {
    jobOf: (room, eventId) => jobOfEvent(client, room, eventId),
    async say(said, signal) {
      const outside = (fault: Fault) => fault;
      const first = await ifInside(say(said, signal), outside);
      if (!(first instanceof Fault)) return first;
      const entered = await rooms.enter(said.room, signal);
      if (!entered.ok) throw notLetIn(client.sender, entered.detail);
      const second = await ifInside(say(said, signal), outside);
      if (second instanceof Fault) throw notLetIn(client.sender, second.words ?? '');
      return second;
    },
  };
}

async function post(
  by: RoomPoster,
  { room, jobId, firstTriedAt }: GhostSaying,
  body: string,
  signal: AbortSignal,
): Promise<EventId> {
  const event = await by.send(
    {
      ...{ roomId: room, type: 'm.room.message', jobId, firstTriedAt },
      // Without HTML, and it mentions nobody: what somebody writes elsewhere rings on no phone here.
      content: { msgtype: 'm.text', body, 'm.mentions': {} },
    },
    signal,
  );
  if (event === undefined || event === 'gone')
    throw new Error('a message that relates to nothing was refused as one that does');
  return event;
}

/** The result, or what `outside` makes of it if whoever asked is not in the room or may not speak there. */
async function ifInside<Result, Other>(
  asked: Promise<Result>,
  outside: (fault: Fault) => Other,
): Promise<Result | Other> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Fault && error.code === 'homeserver.not-in-room') return outside(error);
    throw error;
  }
}

/** It concerns this one room: whoever is inside can mend it, and then the remark appears. */
const notLetIn = (sender: UserId, words: string): Fault =>
  new Fault('Porter may not speak in the room where replies are shown', {
    ...{ code: 'replies.not-in-room', retryable: true, scope: 'person', place: 'homeserver' },
    ...(words && { words }),
    remedy: `In that room, type: /invite ${sender}`,
  });
