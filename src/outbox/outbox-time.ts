import { type Clock, MINUTE, SECOND } from '../kernel/clock.ts';
import type { Job } from './job.ts';

/** A wall clock that differs from what it should say by more than this has been put somewhere else. */
const JUMP_MS = 5 * SECOND;
/** A new wall time that stands for so long is believed. */
const BELIEVED_AFTER_MS = 10 * MINUTE;

/** What a clock that was put somewhere else said. Epoch milliseconds; `by` leads from there to the right time. */
export interface FalseTime {
  readonly from: number;
  readonly until: number;
  readonly by: number;
}

/** What time it is for jobs, although the wall clock may jump by a year and back (hardening N7). Epoch milliseconds. */
export interface OutboxTime {
  /** Runs on evenly; follows the wall clock once that has stayed where it is for ten minutes. */
  steady(): number;
  /** What was due when it was made is due until then, although the clock was ahead when it was made. */
  atOnceUntil(): number;
  /** What ended before is too late: a clock put forward by mistake kills nothing. */
  expiredUntil(): number;
  /** The steady time for one that may have been reckoned from the wall clock just now. */
  fromWall(time: number): number;
  /** Was the job made while the clock is behind, so that it only looks as if it were due? */
  tooEarly(job: Pick<Job, 'createdAt' | 'dueAt'>): boolean;
  /**
   * Times of jobs that were made in these are wrong and to be moved: once such a time is over; and already while it lasts when the
   * clock is behind, or what is made for later would be due at once. To move them twice does no harm.
   */
  falseTimes(): readonly FalseTime[];
}

export function makeOutboxTime(clock: Pick<Clock, 'now' | 'monotonic'>): OutboxTime {
  /** Wall time minus monotonic time, as believed. */
  let believed = clock.now() - clock.monotonic();
  /** The same of a wall clock that says something else, and the monotonic time since when it does. */
  let doubt: { readonly base: number; readonly since: number } | undefined;
  let over: FalseTime[] = [];
  /** The last of this doubt that was told while the clock seemed to be behind. */
  let told: FalseTime | undefined;

  /** What the wall clock said in this doubt. What differs by less than the doubt has lasted could not be told from the truth; it is little, and left. */
  function falseUntil(monotonic: number): FalseTime | undefined {
    if (doubt === undefined || Math.abs(believed - doubt.base) <= monotonic - doubt.since + MINUTE) return undefined;
    const { base, since } = doubt;
    return { from: Math.floor(base + since), until: Math.ceil(base + monotonic), by: Math.round(believed - base) };
  }

  function end(monotonic: number, isTrue: boolean): void {
    const said = falseUntil(monotonic);
    if (said !== undefined && !isTrue) over.push(said);
    // What was put right while the clock seemed to be behind was right before.
    if (told !== undefined && isTrue) {
      over.push({ from: told.from + told.by, until: told.until + told.by, by: -told.by });
    }
    told = undefined;
    doubt = undefined;
  }

  function steady(): number {
    const monotonic = clock.monotonic();
    const seen = clock.now() - monotonic;
    if (Math.abs(seen - believed) <= JUMP_MS) {
      end(monotonic, false);
      believed = seen;
    } else if (doubt === undefined || Math.abs(seen - doubt.base) > JUMP_MS) {
      end(monotonic, false);
      doubt = { base: seen, since: monotonic };
    } else if (monotonic - doubt.since >= BELIEVED_AFTER_MS) {
      end(monotonic, true);
      believed = seen;
    }
    return Math.floor(monotonic + believed);
  }

  /** How far the wall clock is ahead of what it should say; 0 when it says what it should. */
  function ahead(): number {
    const by = clock.now() - steady();
    return Math.abs(by) <= JUMP_MS ? 0 : by;
  }

  return {
    steady,
    atOnceUntil: () => Math.max(steady(), clock.now()),
    expiredUntil: () => Math.min(steady(), clock.now()),
    fromWall(time) {
      const by = ahead();
      const ofWall = by > 0 ? time >= clock.now() : time > clock.now() && time <= clock.now() - by;
      return ofWall ? time - by : time;
    },
    tooEarly({ createdAt, dueAt }) {
      steady();
      const said = falseUntil(clock.monotonic());
      if (said === undefined || said.by < 0) return false;
      return createdAt >= said.from && createdAt <= said.until && dueAt > clock.now();
    },
    falseTimes() {
      steady();
      const all = over;
      over = [];
      const said = falseUntil(clock.monotonic());
      if (said === undefined || said.by <= 0) return all;
      told = said;
      return [...all, said];
    },
  };
}
