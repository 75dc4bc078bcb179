import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import { localpartOf } from '../kernel/matrix-id.ts';
import type { AddJobs } from '../ports/add-jobs.ts';
import type { RoomMessage } from '../ports/room-message.ts';
import type { RemarkLimit } from './keep-remarks.ts';
import type { KeptRemark, RemarkStore } from './ports.ts';
import { deliveryJobs } from './rules/jobs.ts';
import { LONGEST } from './rules/order.ts';
import { remarkJobs } from './rules/remark-jobs.ts';
import { type HeardAddresses, roomsFor } from './rules/replies.ts';
import type { NotificationSettings } from './settings.ts';

export interface HearInRoomNeeds {
  readonly store: Pick<RemarkStore, 'findRemark'>;
  readonly jobs: AddJobs;
  readonly heard: HeardAddresses;
  readonly limit: RemarkLimit;
  readonly settings: Pick<NotificationSettings, 'life'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/** Both are for programs that listen in the room, Porter among them. */
const isCommand = (body: string): boolean => /^\s*!\w/.test(body);

/**
 * Hears a message in a room: a reply to a remark (or any message in its thread) goes back to whoever made the remark, over the same
 * channel. Anything else, in a room that is an address of a target, is a remark itself. The same event makes nothing twice. Throws `Fault`.
 */
export function makeHearInRoom({ store, jobs, heard, limit, settings: { life }, clock, log }: HearInRoomNeeds) {
  async function remarkBefore({ roomId, replyTo, threadRoot }: RoomMessage): Promise<KeptRemark | undefined> {
    for (const eventId of [replyTo, threadRoot]) {
      const remark = eventId && (await store.findRemark(eventId));
      if (remark?.room === roomId) return remark;
    }
    return undefined;
  }

  async function sendBack({ channel, address }: KeptRemark, { eventId, sender, body }: RoomMessage): Promise<void> {
    const notification = {
      ...{ title: '', lines: body.slice(0, LONGEST.text).toWellFormed().split('\n') },
      ...{ preformatted: false, link: undefined, urgency: 'normal' as const, facts: [] },
      origin: localpartOf(sender),
    };
    const name = { sender: 'porter', id: `reply:${eventId}` };
    // Whoever wrote is awake: quiet hours and digests do not hold a reply back.
    const to = { channel, address, manner: {} };
    await jobs.add(deliveryJobs(name, notification, [to], { at: clock.now(), life }));
  }

  return async (message: RoomMessage): Promise<void> => {
    const { eventId, roomId, sender, body, isEdit, encrypted } = message;
    if (isEdit || isCommand(body)) return;
    const remark = await remarkBefore(message);
    if (remark !== undefined) {
      if (!encrypted) return sendBack(remark, message);
      return log.warn('a reply in an encrypted room cannot be read, so it goes to nobody', { room: roomId });
    }
    // What is said in a room is not shown in it a second time.
    const rooms = roomsFor(heard, 'matrix', [roomId]).filter((room) => room !== roomId);
    if (rooms.length === 0 || encrypted || !limit.takes('matrix', sender)) return;
    const name = localpartOf(sender);
    const said = { key: eventId, at: [roomId] as const, person: sender, name, text: body };
    await jobs.add(remarkJobs('matrix', said, rooms, { now: clock.now(), life }));
  };
}
