import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { CallerPolicy } from '../settings.ts';
import type { TokenRequest } from './parse-request.ts';
import { compileRooms } from './room-patterns.ts';

/** What a caller gets out of what it asked for. */
export interface Grant {
  /** Epoch seconds, within the longest life that the caller may have. */
  readonly exp: number;
  /** `OK`, or what was cut. */
  readonly message: string;
}

/** A caller's policy, ready to be applied. */
export interface Policy {
  /**
   * Returns why this caller may not have such a token; undefined when it may.
   *
   * @param field the caller's name for the room field
   */
  objection(room: string, moderator: boolean, field: string): string | undefined;
  /** @param now epoch seconds */
  grant(request: TokenRequest, now: number): Outcome<Grant, 'policy', string>;
}

/** Compiles a policy. Done once per policy, because every request uses it. */
export function compilePolicy({ longest, rooms, everyRoom, moderators }: CallerPolicy): Policy {
  const hasRoom = compileRooms(rooms);
  const seconds = Math.floor(longest / 1_000);

  function objection(room: string, moderator: boolean, field: string): string | undefined {
    if (room === '*') {
      if (!everyRoom) return `${field}: this caller may not have tokens for every room at once`;
    } else if (!hasRoom(room)) return `${field}: this caller may not have tokens for this room`;
    return moderator && !moderators ? 'moderator: this caller may not make moderators' : undefined;
  }

  return {
    objection,
    grant({ room, moderator, until, timedBy }, now) {
      const why = objection(room, moderator, 'channel');
      if (why !== undefined) return refuse('policy', why);
      const latest = now + seconds;
      if (until <= latest) return ok({ exp: until, message: 'OK' });
      const message = `${timedBy}: cut to ${seconds} seconds from now, the longest that this caller may have`;
      return ok({ exp: latest, message });
    },
  };
}
