import { DAY } from '../../kernel/clock.ts';
import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import type { JobPayload, NewJob } from '../../outbox/job.ts';
import type { JobKind } from '../rules/jobs.ts';
import type { RoomKey } from './room-key.ts';

/*
 * Jobs that no move causes: answers to people in the team room, and sentences about the room itself. They share destination and
 * lane with the notices, so that people read everything in the order in which it happened.
 */

const job = (kind: JobKind, key: string, now: number, payload: JobPayload): NewJob => ({
  key,
  kind,
  destination: 'team-room:current',
  lane: 'notices',
  dueAt: now,
  expiresAt: now + DAY,
  payload,
});

/** Where something is said: in the thread of `root`, there as a reply to `replyTo` if given; without `root` outside of threads. */
export interface Thread {
  readonly root: EventId | undefined;
  readonly replyTo: EventId | undefined;
}

export const noThread: Thread = { root: undefined, replyTo: undefined };

export type Values = Readonly<Record<string, string | number>>;

export interface Sentence {
  readonly what: 'sentence';
  readonly key: RoomKey;
  readonly values: Values;
}

/** What is answered. All but a sentence is looked up when the reply is sent. */
export type Reply =
  | Sentence
  | { readonly what: 'list' | 'help' }
  | { readonly what: 'show'; readonly shortId: number }
  /** To a reaction on the practice notice. */
  | { readonly what: 'practice'; readonly user: string; readonly sign: string };

export const sentence = (key: RoomKey, values: Values = {}): Sentence => ({ what: 'sentence', key, values });

/** @param cause the event that is answered, or what happened; the job's key, so the same cause is answered once */
export const replyInRoom = (
  cause: string,
  roomId: RoomId,
  { root, replyTo }: Thread,
  reply: Reply,
  now: number,
): NewJob =>
  job('registration.reply-in-room', `reply:${cause}`, now, {
    ...reply,
    room: roomId,
    root: root ?? null,
    replyTo: replyTo ?? null,
  });

export const practiceNotice = (cause: string, now: number): NewJob =>
  job('registration.practice-notice', `practice:${cause}`, now, {});

/** Porter's ✅ or ❌ on an event that is no notice, so that people need only tap it. */
export const markEvent = (target: EventId, roomId: RoomId, mark: '✅' | '❌', now: number): NewJob =>
  job('registration.react-to-notice', `mark:${mark}:${target}`, now, { target, room: roomId, mark });
