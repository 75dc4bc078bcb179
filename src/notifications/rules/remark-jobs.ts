import { type EventId, parseEventId, parseRoomId, type RoomId } from '../../kernel/matrix-id.ts';
import type { Job, NewJob } from '../../outbox/job.ts';
import type { Remark } from '../../ports/channel.ts';
import { jobKinds } from '../settings.ts';
import { destinationOf } from './jobs.ts';

export const SHOW_REMARK = jobKinds.showRemark;

/** A remark on its way into one room. */
export interface ShownRemark {
  readonly channel: string;
  readonly room: RoomId;
  /** Where replies to it go. */
  readonly address: string;
  readonly person: string;
  readonly name: string;
  readonly text: string | undefined;
  /** The message below which it is shown; undefined: below none. */
  readonly thread: EventId | undefined;
}

type RemarkPayload = {
  readonly v: 1;
  readonly channel: string;
  readonly room: string;
  readonly address: string;
  readonly person: string;
  readonly name: string;
  readonly text: string | null;
  readonly thread: string | null;
};

/**
 * One job for each room. The same remark, heard again, makes no second one. They share queues with the deliveries to those rooms, so
 * that people read both in the order in which they came.
 *
 * @param life milliseconds until it is given up
 */
export const remarkJobs = (
  channel: string,
  { key, at, person, name, text }: Remark,
  places: readonly Pick<ShownRemark, 'room' | 'thread'>[],
  { now, life }: { readonly now: number; readonly life: number },
): readonly NewJob[] =>
  places.map(({ room, thread }) => ({
    key: `remark:${channel}:${key}:${room}`,
    kind: SHOW_REMARK,
    destination: destinationOf({ channel: 'matrix', address: room }),
    lane: 'notifications',
    dueAt: now,
    expiresAt: now + life,
    payload: {
      ...{ v: 1, channel, room, person, name },
      address: at[0],
      text: text ?? null,
      thread: thread ?? null,
    } satisfies RemarkPayload,
  }));

/** Returns the remark that a job carries; undefined if a newer version wrote it. */
export function readRemarkJob({ payload }: Pick<Job, 'payload'>): ShownRemark | undefined {
  if (payload['v'] !== 1) return undefined;
  // Only `remarkJobs` writes them.
  const { channel, room, address, person, name, text, thread } = payload as RemarkPayload;
  const id = parseRoomId(room);
  return (
    id && { ...{ channel, room: id, address, person, name }, text: text ?? undefined, thread: parseEventId(thread) }
  );
}
