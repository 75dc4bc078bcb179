import { type Clock, SECOND } from '../../../kernel/clock.ts';

/** Spreads requests over time. The clock is read once for a packet, not for each request. */
export interface Pace {
  /** Gives back what the time since the last call allows. */
  refill(): void;
  /** Whether one more may be taken now; takes it. */
  take(): boolean;
  /** Milliseconds until it is worth asking again. */
  readonly wait: number;
}

/** So that a waiting client is not served one by one. Milliseconds. */
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
