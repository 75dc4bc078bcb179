import { HOUR } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { EventId, UserId } from '../kernel/matrix-id.ts';
import type { GhostSaying, Ghosts } from '../notifications/ports/ghosts.ts';
import type { MessageRooms } from '../ports/message-rooms.ts';
import type { MatrixContent, RoomPoster } from '../ports/room-poster.ts';
import type { HomeserverTime } from '../registration/ports/homeserver-time.ts';
import type { HomeserverClient } from './client.ts';
import { findSentEvent } from './find-sent-event.ts';
import { asGhost, ghostOf, makeGhostUsers } from './ghost-users.ts';
import { jobOfEvent } from './job-of-event.ts';

/** The clocks of both sides may differ, and have changed since the attempt. */
const CLOCK_GAP = HOUR;

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

/** Lets people of other networks speak in rooms, each as a user of their own: registered, named and let in when they first speak. */
export function makeGhosts({ client, posterOf, poster, rooms, homeserverTime, log }: GhostsNeeds): Ghosts {
  const users = makeGhostUsers(client, log);

  /** Undefined if the ghost may not speak there. */
  async function sayAsGhost(ghost: UserId, said: GhostSaying, signal: AbortSignal): Promise<EventId | undefined> {
    if (!(await users.appears(ghost, said.ghost.name, signal))) return undefined;
    const ghostPoster = posterOf(asGhost(client, ghost));
    const outside = () => undefined;
    const sent = await ifInside(post(ghostPoster, said, said.text, signal), outside);
    if (sent !== undefined) return sent;
    if (await users.letIn(ghost, said.room, signal)) {
      return await ifInside(post(ghostPoster, said, said.text, signal), outside);
    }
    // It may be gone from the homeserver, not from the room alone.
    users.forget(ghost);
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

/** Without HTML, and it mentions nobody: what somebody writes elsewhere rings on no phone here. */
const contentOf = (body: string, thread: EventId | undefined): MatrixContent => ({
  ...{ msgtype: 'm.text', body, 'm.mentions': {} },
  ...(thread && {
    'm.relates_to': {
      ...{ rel_type: 'm.thread', event_id: thread, is_falling_back: true },
      'm.in_reply_to': { event_id: thread },
    },
  }),
});

async function post(
  by: RoomPoster,
  { room, thread, jobId, firstTriedAt }: GhostSaying,
  body: string,
  signal: AbortSignal,
): Promise<EventId> {
  const send = { roomId: room, type: 'm.room.message', jobId, firstTriedAt } as const;
  let event = await by.send({ ...send, content: contentOf(body, thread) }, signal);
  if (event === 'gone') event = await by.send({ ...send, content: contentOf(body, undefined) }, signal);
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
