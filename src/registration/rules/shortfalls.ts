import type { UserId } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { Application } from '../application.ts';
import type { MissedRoom } from '../ports/welcome-rooms.ts';
import { sayInThread } from './jobs.ts';

/** Something that a new account was to have and has not. The account can be used all the same; the team is told. */
export type Shortfall =
  /** Another account has the address by now. */
  | { readonly kind: 'address' }
  | { readonly kind: 'room'; readonly missed: MissedRoom }
  /** The homeserver refused to say or do anything about welcome rooms. `code`: of its fault. */
  | { readonly kind: 'rooms'; readonly code: string };

/** One word in the thread for each of them. */
export const sayShortfalls = (
  of: Application & { readonly userId: UserId },
  shortfalls: readonly Shortfall[],
  now: number,
): readonly NewJob[] =>
  shortfalls.map((shortfall, at) => {
    const said = sentenceOf(of, shortfall, now);
    // Several rooms are told by the same sentence.
    return { ...said, key: `${said.key}:${at}` };
  });

function sentenceOf(of: Application & { readonly userId: UserId }, shortfall: Shortfall, now: number): NewJob {
  const { userId } = of;
  switch (shortfall.kind) {
    case 'address':
      return sayInThread(of, 'room.thread.addressNotBound', { userId }, now);
    case 'room': {
      const { room, why, values } = shortfall.missed;
      const said = sayInThread(of, 'room.thread.missedRoom', { ...values, userId, room }, now);
      const more = [`room.welcomeRoom.${why}`, `room.welcomeRoom.${why}.step`, 'room.thread.missedRoom.byHand'];
      return { ...said, payload: { ...said.payload, more } };
    }
    case 'rooms':
      return sayInThread(of, 'room.thread.missedRooms', { userId, code: shortfall.code }, now);
  }
}
