import { DAY } from '../../kernel/clock.ts';
import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import type { JobPayload, NewJob } from '../../outbox/job.ts';
import type { JobKind } from '../rules/jobs.ts';
import type { RoomKey } from './room-key.ts';

/*
 * Jobs that no move causes: answers to people in the team room, and what is said of the room itself. They share the destination
 * and the lane of the notices, so that people read them in the order in which things happened.
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

/** Where something is said: in the thread of `root`, as an answer to `replyTo` inside it, or in the room itself. */
export interface Place {
  readonly root: EventId | undefined;
  readonly replyTo: EventId | undefined;
}

export const inTheRoom: Place = { root: undefined, replyTo: undefined };

export type Values = Readonly<Record<string, string | number>>;

export interface Sentence {
  readonly what: 'sentence';
  readonly key: RoomKey;
  readonly values: Values;
}

/** What an answer shows; everything but a sentence is looked up when it is sent. */
export type Answer =
  | Sentence
  | { readonly what: 'list' | 'help' }
  | { readonly what: 'show'; readonly shortId: number }
  /** To a reaction on the practice notice. */
  | { readonly what: 'practice'; readonly user: string; readonly sign: string };

export const sentence = (key: RoomKey, values: Values = {}): Sentence => ({ what: 'sentence', key, values });

/** @param cause makes the key: the event that is answered, or what happened. The same cause is answered once. */
export const answerInRoom = (cause: string, roomId: RoomId, place: Place, answer: Answer, now: number): NewJob =>
  job('registration.answer-in-room', `answer:${cause}`, now, {
    ...answer,
    room: roomId,
    root: place.root ?? null,
    replyTo: place.replyTo ?? null,
  });

export const practiceNotice = (cause: string, now: number): NewJob =>
  job('registration.practice-notice', `practice:${cause}`, now, {});

/** ✅ on an event that is no notice: one tap is then enough. */
export const markEvent = (target: EventId, roomId: RoomId, mark: '✅' | '❌', now: number): NewJob =>
  job('registration.mark-notice', `mark:${mark}:${target}`, now, { target, room: roomId, mark });
