import { type Clock, SECOND } from '../../../kernel/clock.ts';

/** Limits requests per second. The clock is read once per packet, not once per request. */
export interface Pace {
  /** Call once per packet: allows as many more requests as the time since the last call is worth. */
  refill(): void;
  /** Takes one request if one more is allowed now, and says whether. */
  take(): boolean;
  /** Milliseconds until it is worth asking again. */
  readonly wait: number;
}

/** A client that must wait waits at least so long, so that its requests are not served one by one. Milliseconds. */
const SHORTEST_WAIT = 5;

/** At most `perSecond` at once, and `perSecond` in each second after that. */
export function makePace(perSecond: number, clock: Pick<Clock, 'monotonic'>): Pace {
  let allowed = perSecond;
  let last = clock.monotonic();
  return {
    refill() {
      const now = clock.monotonic();
      allowed = Math.min(perSecond, allowed + ((now - last) * perSecond) / SECOND);
      last = now;
    },
    take() {
      if (allowed < 1) return false;
      allowed -= 1;
      return true;
    },
    get wait() {
      return Math.max(SHORTEST_WAIT, Math.ceil(((1 - allowed) * SECOND) / perSecond));
    },
  };
}
