import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { type EventId, parseEventId, type RoomId } from '../../kernel/matrix-id.ts';
import { type Outcome, ok } from '../../kernel/outcome.ts';
import { done, type JobResult, refused } from '../../outbox/job.ts';
import type { Channel, Delivery } from '../../ports/channel.ts';
import type { MessageRooms } from '../../ports/message-rooms.ts';
import type { RoomPoster } from '../../ports/room-poster.ts';
import { type MatrixAddress, parseMatrixAddress } from './address.ts';
import { renderEvent } from './render.tsx';
import { lostChat, mayNotSend, notInRoom, replacedRoom, type Trouble, unknownAlias } from './troubles.ts';

export interface MatrixChannelNeeds {
  readonly poster: RoomPoster;
  readonly rooms: MessageRooms;
  readonly log: Logger;
}

/**
 * Notifications as messages in rooms and direct chats, each exactly once: the poster hands the delivery's id to the homeserver as the
 * transaction ID. Where Porter is not in a room that somebody named, it enters if it is let in.
 */
export function makeMatrixChannel({ poster, rooms, log }: MatrixChannelNeeds): Channel {
  /** Rooms that were looked at; a room's encryption cannot be taken off, so one warning is enough. */
  const looked = new Set<RoomId>();

  async function roomOf(address: MatrixAddress, signal: AbortSignal): Promise<Outcome<RoomId, string, string>> {
    switch (address.kind) {
      case 'room':
        return ok(address.room);
      case 'alias': {
        const found = await rooms.findByAlias(address.alias, signal);
        // The alias may be set tomorrow, or its server may be back: nothing is given up.
        if (!found.ok) throw ofRoom(unknownAlias, found.detail);
        return found;
      }
      case 'person':
        return await rooms.directWith(address.user, signal);
    }
  }

  async function post(to: To, delivery: Delivery, edited: EventId | undefined, signal: AbortSignal) {
    const { roomId, address } = to;
    const { firstTriedAt } = delivery;
    const [content, jobId] = [renderEvent(delivery, edited), sentOnceBy(delivery, edited)];
    const send = { roomId, type: 'm.room.message' as const, content, jobId, firstTriedAt };
    try {
      return await poster.send(send, signal);
    } catch (error) {
      if (!isOutside(error)) throw error;
    }
    if (address.kind === 'person') {
      rooms.lostDirect(address.user);
      throw ofRoom(lostChat, '');
    }
    const entered = await rooms.enter(roomId, signal);
    if (!entered.ok) throw ofRoom(notInRoom(rooms.sender), entered.detail);
    try {
      return await poster.send(send, signal);
    } catch (error) {
      if (!isOutside(error)) throw error;
      const look = await rooms.look(roomId, signal);
      throw ofRoom(look.ok && look.value.replaced ? replacedRoom : mayNotSend, error.words ?? '');
    }
  }

  async function warnOnce(roomId: RoomId, signal: AbortSignal): Promise<void> {
    if (looked.has(roomId)) return;
    const look = await rooms.look(roomId, signal);
    looked.add(roomId);
    if (look.ok && look.value.encrypted) {
      log.warn('notifications stand in the clear in an encrypted room', { room: roomId });
    }
  }

  /** The event that a delivery is to change, unless people do not see it any more, or it stands in another room. */
  async function editable(room: RoomId, event: EventId | undefined, signal: AbortSignal): Promise<EventId | undefined> {
    return event && (await rooms.eventState(room, event, signal)) === 'whole' ? event : undefined;
  }

  async function deliver(delivery: Delivery, signal: AbortSignal): Promise<JobResult> {
    const address = parseMatrixAddress(delivery.address);
    if (address === undefined) return refused('no Matrix address');
    const room = await roomOf(address, signal);
    if (!room.ok) return refused(room.detail);
    const to = { roomId: room.value, address };
    const edited = await editable(room.value, parseEventId(delivery.replaces), signal);
    if (delivery.onlyInPlace) {
      if (edited !== undefined) await post(to, delivery, edited, signal);
      return done();
    }
    let sent = await post(to, delivery, edited, signal);
    // An edit is no message of its own: the next one changes the same event again.
    if (edited !== undefined) sent = sent === 'gone' ? await post(to, delivery, undefined, signal) : edited;
    await warnOnce(to.roomId, signal).catch((error: unknown) => log.debug('a room could not be looked at', { error }));
    return done(sent === undefined || sent === 'gone' ? undefined : { id: sent });
  }

  return {
    edits: true,
    deliver,
    async connect(signal) {
      return `connected as ${await rooms.whoAmI(signal)}`;
    },
  };
}

/**
 * What makes the event unique. A message in the place of an edit has an id of its own: the answer to the edit may have been lost, and the
 * homeserver would take the message for the edit and send nothing.
 */
const sentOnceBy = ({ id, replaces }: Delivery, edited: EventId | undefined): string =>
  replaces === undefined || edited !== undefined ? id : `${id}.anew`;

interface To {
  readonly roomId: RoomId;
  readonly address: MatrixAddress;
}

const isOutside = (error: unknown): error is Fault => error instanceof Fault && error.code === 'homeserver.not-in-room';

/** It concerns this one room: whoever is inside can mend it, and then the delivery arrives. */
const ofRoom = ({ sentence, ...options }: Trouble, words: string): Fault =>
  new Fault(sentence, { ...options, retryable: true, scope: 'person', place: 'homeserver', ...(words && { words }) });
