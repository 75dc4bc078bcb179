import { type Clock, HOUR } from '../../../kernel/clock.ts';
import { type EventId, userIdOf } from '../../../kernel/matrix-id.ts';
import type { Job, NewJob } from '../../../outbox/job.ts';
import { type Language, say } from '../../../texts/say.ts';
import type { Application } from '../../application.ts';
import type { TeamRoom } from '../../ports/team-room.ts';
import { inert } from '../inert.ts';
import { shortNumber } from '../people.ts';
import { type RoomText, roomSentence } from '../room-text.tsx';

/** No retention is that short, so a root of this age is not asked for. */
const YOUNG = HOUR;

export interface Root {
  readonly eventId: EventId;
  /** When it was posted, epoch milliseconds; undefined when that is not known. */
  readonly at: number | undefined;
}

/**
 * True if the room has lost the root of a thread. Synapse may go on taking messages for such a thread, and no client shows them. Throws
 * `Fault`.
 */
export async function isLost(
  { eventId, at }: Root,
  { room, clock }: { readonly room: Pick<TeamRoom, 'eventState'>; readonly clock: Pick<Clock, 'now'> },
): Promise<boolean> {
  if (at !== undefined && Math.abs(clock.now() - at) < YOUNG) return false;
  return (await room.eventState(eventId)) === 'gone';
}

/** What would have been said in the thread of a notice, with the application that it belongs to. */
export function textOutside(
  text: RoomText,
  { shortId, localpart }: Pick<Application, 'shortId' | 'localpart'>,
  { language, serverName }: { readonly language: Language; readonly serverName: string },
): RoomText {
  const userId = inert(userIdOf(localpart, serverName), 255);
  const about = roomSentence(say(language, 'room.outside', { number: shortNumber(shortId), userId }));
  return { body: `${about.body}\n${text.body}`, formatted_body: `${about.formatted_body}${text.formatted_body}` };
}

/**
 * The same job, to be said outside of its thread. It is a job of its own, because what an attempt has frozen never changes.
 */
export const outsideOf = ({ key, kind, destination, lane, expiresAt, payload }: Job, now: number): NewJob => ({
  ...{ key: `${key}:outside`, kind, destination, lane, dueAt: now, expiresAt },
  payload: { ...payload, outside: true },
});

export const isOutside = ({ payload }: Job): boolean => payload['outside'] === true;
