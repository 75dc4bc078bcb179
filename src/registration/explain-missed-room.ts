import { type Language, say } from '../texts/say.ts';
import type { MissedRoom } from './ports/welcome-rooms.ts';

/** Why nobody can be brought into a welcome room, and the one next step: the same in `porter check`, the log and the thread. */
export function explainMissedRoom(language: Language, { room, why, values }: MissedRoom) {
  const about = { room, ...values };
  return {
    sentence: say(language, `room.welcomeRoom.${why}`, about),
    remedy: say(language, `room.welcomeRoom.${why}.step`, about),
  };
}
