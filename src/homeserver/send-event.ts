import { type Clock, HOUR } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Fault } from '../kernel/fault.ts';
import { isObject } from '../kernel/is-object.ts';
import type { Logger } from '../kernel/log.ts';
import { type EventId, parseEventId } from '../kernel/matrix-id.ts';
import type { MatrixContent, RoomPoster } from '../ports/room-poster.ts';
import type { HomeserverTime } from '../registration/ports/homeserver-time.ts';
import type { HomeserverClient, MatrixResponse } from './client.ts';
import type { SenderDevice } from './device.ts';
import { eventState } from './event-state.ts';
import { findSentEvent } from './find-sent-event.ts';
import { roomRefusalOf } from './refusal.ts';
import { fitting, wellFormed } from './well-formed.ts';

/** Synapse forgets the transaction IDs of a device after 24 hours (docs/decisions/0004); an hour less, because clocks differ. */
const REMEMBERED = 23 * HOUR;
/** An event carries the homeserver's time, whose difference from ours may have changed since the attempt. */
const CLOCK_GAP = HOUR;

export interface RoomPosterNeeds {
  readonly client: HomeserverClient;
  readonly device: SenderDevice;
  readonly clock: Clock;
  readonly homeserverTime: HomeserverTime;
  readonly log: Logger;
}

/**
 * The only code that sends events. Each job's event is sent exactly once: the job's id is the transaction ID and stands in the
 * content, and after a long time the room is searched for it first.
 */
export function makeRoomPoster({ client, device, clock, homeserverTime, log }: RoomPosterNeeds): RoomPoster {
  type Send = Parameters<RoomPoster['send']>[0];

  const put = (send: Send, content: MatrixContent, signal: AbortSignal): Promise<MatrixResponse> => {
    const [room, type, job] = [send.roomId, send.type, send.jobId].map(encodeURIComponent);
    return client.ask('PUT', `/_matrix/client/v3/rooms/${room}/send/${type}/${job}`, {
      ...{ body: content, as: 'sender+device', signal },
    });
  };

  /** The event that an earlier attempt posted, where the homeserver may have forgotten its transaction ID. */
  async function posted(send: Send, signal: AbortSignal): Promise<EventId | undefined> {
    const { firstTriedAt } = send;
    if (firstTriedAt === undefined) return undefined;
    if (clock.now() - firstTriedAt < REMEMBERED && firstTriedAt >= device.madeAt()) return undefined;
    const found = await findSentEvent(client, { ...send, since: homeserverTime.at(firstTriedAt) - CLOCK_GAP }, signal);
    log.info('looked for an event of an old attempt', { job: send.jobId, found: found !== undefined });
    return found;
  }

  /** Synapse refuses a relation to an event that it does not know, in words that only people understand. */
  async function lacksTarget({ roomId, content }: Send, signal: AbortSignal): Promise<boolean> {
    const relation = content['m.relates_to'];
    const target = parseEventId(isObject(relation) ? relation['event_id'] : undefined);
    return target !== undefined && (await eventState(client, roomId, target, signal)) === 'gone';
  }

  return {
    async send(send, signal) {
      await device.ensure(signal);
      const earlier = await posted(send, signal);
      if (earlier !== undefined) return earlier;

      let content = wellFormed({ ...send.content, 'dev.porter.id': send.jobId }) as MatrixContent;
      let response = await put(send, content, signal);
      if (response.errcode === 'M_UNKNOWN_DEVICE') {
        // The homeserver forgot its transaction IDs with it. Happens e.g. when somebody changes the sender's password.
        log.warn("the sender's device was gone and is made again", { job: send.jobId });
        await device.ensure(signal, 'again');
        const found = await posted(send, signal);
        if (found !== undefined) return found;
        response = await put(send, content, signal);
      }
      if (response.errcode === 'M_TOO_LARGE') {
        content = fitting(content);
        response = await put(send, content, signal);
      }
      if (response.errcode === 'M_DUPLICATE_ANNOTATION') return undefined;
      if (response.status === 400 && (await lacksTarget(send, signal))) return 'gone';
      if (response.status >= 300) throw roomRefusalOf(response);

      const eventId = parseEventId(response.body['event_id']);
      if (eventId === undefined) {
        throw new Fault('The homeserver took an event and did not say its ID', {
          ...{ code: 'homeserver.unreadable', retryable: true, scope: 'message', outcome: 'unknown' },
        });
      }
      crashPoint('room.afterEvent');
      return eventId;
    },
  };
}
