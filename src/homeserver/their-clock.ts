import { type Clock, MINUTE, SECOND } from '../kernel/clock.ts';
import { compareClocks } from '../kernel/clock-difference.ts';
import type { Logger } from '../kernel/log.ts';
import type { HomeserverTime } from '../registration/ports/homeserver-time.ts';

/** A larger difference is logged, once until it is gone. */
const LARGE = MINUTE;

/** Measures how far the homeserver's clock is from ours, by the header `Date` of its responses. */
export interface TheirClock extends HomeserverTime {
  /** Notes the header of a response that has just come. */
  heard(date: unknown): void;
}

export function makeTheirClock(clock: Pick<Clock, 'now'>, log: Logger): TheirClock {
  /** Milliseconds by which theirs is ahead. */
  let ahead = 0;
  let told = false;
  return {
    at: (ours) => ours + ahead,
    heard(date) {
      const now = clock.now();
      const difference = compareClocks(date, { asked: now, answered: now });
      if (difference === undefined) return;
      ahead = (difference.least + difference.most) / 2;
      const large = Math.abs(ahead) > LARGE;
      if (large && !told) {
        log.warn("the homeserver's clock differs from ours; events are judged by its own", {
          seconds: Math.round(ahead / SECOND),
          remedy: 'Let both machines keep time by NTP: links, codes and meeting tokens end by our clock.',
        });
      }
      told = large;
    },
  };
}
