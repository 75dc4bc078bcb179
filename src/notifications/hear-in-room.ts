import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import { type EventId, localpartOf, type RoomId } from '../kernel/matrix-id.ts';
import { inertText } from '../kernel/plain-text.ts';
import type { AddJobs } from '../ports/add-jobs.ts';
import type { MessageRooms } from '../ports/message-rooms.ts';
import type { RoomMessage } from '../ports/room-message.ts';
import type { Ghosts } from './ports/ghosts.ts';
import type { KeptRemark, RemarkStore } from './ports/remarks.ts';
import type { RemarkLimit } from './remark-limit.ts';
import { writtenAddress } from './rules/address-book.ts';
import { deliveryJobs } from './rules/jobs.ts';
import { LONGEST } from './rules/order.ts';
import { readRemarkJob, remarkJobs, SHOW_REMARK, type ShownRemark } from './rules/remark-jobs.ts';
import { type HeardAddresses, isCommand } from './rules/replies.ts';
import type { NotificationSettings } from './settings.ts';
import type { WhereShown } from './where-shown.ts';

export interface HearInRoomNeeds {
  readonly store: Pick<RemarkStore, 'findRemark' | 'findJob'>;
  readonly ghosts: Pick<Ghosts, 'jobOf'>;
  readonly rooms: Pick<MessageRooms, 'personIn' | 'nameIn'>;
  readonly jobs: AddJobs;
  readonly heard: Pick<HeardAddresses, 'has'>;
  readonly whereShown: WhereShown;
  readonly limit: RemarkLimit;
  readonly settings: Pick<NotificationSettings, 'life'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/** UTF-16 units. */
const LONGEST_NAME = 300;

/** The remark that somebody replied to. */
type RemarkBefore = Pick<KeptRemark, 'room' | 'channel' | 'address'>;

const inMatrix = (address: string): string => writtenAddress({ channel: 'matrix', address });

/**
 * Hears a message in a room: a reply to a remark (or any message in its thread) goes back to whoever made the remark, over the same
 * channel. Anything else, in a room that is an address of a target or the direct chat with somebody who is one, is a remark itself. The
 * same event makes nothing twice. Throws `Fault`.
 */
export function makeHearInRoom({
  store,
  ghosts,
  rooms,
  jobs,
  heard,
  whereShown,
  limit,
  settings: { life },
  clock,
  log,
}: HearInRoomNeeds) {
  async function remarkBefore({ roomId, replyTo, threadRoot }: RoomMessage): Promise<RemarkBefore | undefined> {
    for (const eventId of [replyTo, threadRoot]) {
      const remark = eventId && ((await store.findRemark(eventId)) ?? (await remarkNotNoted(roomId, eventId)));
      if (remark?.room === roomId) return remark;
    }
    return undefined;
  }

  /** A remark that stands in the room, and Porter was killed, or the response lost, before it noted that: the event names its job. */
  async function remarkNotNoted(room: RoomId, eventId: EventId): Promise<ShownRemark | undefined> {
    const id = await ghosts.jobOf(room, eventId);
    const job = id === undefined ? undefined : await store.findJob(id);
    return job?.kind === SHOW_REMARK ? readRemarkJob(job) : undefined;
  }

  /** The address of a target under which a message is heard, if there is one: that of its room, or of the person whose direct chat it is. */
  async function addressOf({ roomId, sender }: RoomMessage): Promise<string | undefined> {
    if (heard.has(inMatrix(roomId))) return roomId;
    return heard.has(inMatrix(sender)) && (await rooms.personIn(roomId)) === sender ? sender : undefined;
  }

  async function sendBack({ channel, address }: RemarkBefore, { eventId, sender, body }: RoomMessage): Promise<void> {
    const notification = {
      ...{ title: '', lines: inertText(body.slice(0, LONGEST.text)).split('\n') },
      ...{ preformatted: false, link: undefined, urgency: 'normal' as const, facts: [] },
      origin: localpartOf(sender),
    };
    const name = { sender: 'porter', id: `reply:${eventId}` };
    // Whoever wrote is awake: quiet hours and digests do not hold a reply back.
    const to = { channel, address, manner: {} };
    await jobs.add(deliveryJobs(name, notification, [to], { at: clock.now(), life }));
  }

  return async (message: RoomMessage): Promise<void> => {
    const { eventId, roomId, sender, body, isEdit, encrypted, replyTo, threadRoot, at } = message;
    if (isEdit || isCommand(body)) return;
    const before = await remarkBefore(message);
    if (before !== undefined) {
      if (!encrypted) return sendBack(before, message);
      return log.warn('a reply in an encrypted room cannot be read, so it goes to nobody', { room: roomId });
    }
    if (encrypted) return;
    const address = await addressOf(message);
    if (address === undefined) return;
    const remark = { at: [address], inReplyTo: threadRoot ?? replyTo } as const;
    // What is said in a room is not shown in it a second time.
    const places = (await whereShown('matrix', remark)).filter(({ room }) => room !== roomId);
    const written = { key: eventId, person: sender, writtenAt: at };
    if (places.length === 0 || !limit.takes('matrix', written)) return;
    const name = (await rooms.nameIn(roomId, sender)).slice(0, LONGEST_NAME).toWellFormed();
    const said = { ...remark, ...written, name, text: body };
    await jobs.add(remarkJobs('matrix', said, places, { now: clock.now(), life }));
  };
}
