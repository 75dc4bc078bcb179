import { type Clock, MINUTE, SECOND } from '../kernel/clock.ts';
import type { Job } from './job.ts';

/** A wall clock that is off by more than this has been moved, by an administrator or by NTP after a long outage. */
const JUMP_MS = 5 * SECOND;
/** A moved wall clock is believed after this time. */
const BELIEVED_AFTER_MS = 10 * MINUTE;

/** A period in which the wall clock was wrong. Epoch milliseconds; add `by` to get the right time. */
export interface FalseTime {
  readonly from: number;
  readonly until: number;
  readonly by: number;
}

/** The time that counts for jobs, although the wall clock may jump by a year and back (hardening N7). Epoch milliseconds. */
export interface OutboxTime {
  /** Returns a time that runs evenly, however the wall clock is moved. It adopts a new wall time after ten minutes. */
  steady(): number;
  /**
   * Returns the limit for jobs that were due at once when they were made: they are due if `dueAt` is not later than this. The wall
   * clock may have been ahead when they were made.
   */
  atOnceUntil(): number;
  /** Returns the time up to which jobs are expired. A clock that was moved forward by mistake expires no job. */
  expiredUntil(): number;
  /** Converts a time that a handler has just computed, perhaps from the wall clock, into steady time. */
  fromWall(time: number): number;
  /** True if the job was made for later while the clock is behind, so that it only seems to be due. */
  tooEarly(job: Pick<Job, 'createdAt' | 'dueAt'>): boolean;
  /**
   * Returns periods of wrong time; all times of jobs made in them have to be moved. A period is returned when it is over. If the
   * clock is behind, it is returned while it lasts too, because a job made for later would be due at once. Moving a job twice does
   * no harm.
   */
  falseTimes(): readonly FalseTime[];
}

export function makeOutboxTime(clock: Pick<Clock, 'now' | 'monotonic'>): OutboxTime {
  /** Wall time minus monotonic time, as believed. */
  let believed = clock.now() - clock.monotonic();
  /** A wall clock that disagrees: wall time minus monotonic time, and the monotonic time at which that began. */
  let doubt: { readonly base: number; readonly since: number } | undefined;
  let over: FalseTime[] = [];
  /** The last period of this doubt that was returned while the clock seemed to be behind. */
  let told: FalseTime | undefined;

  /**
   * Returns the period of wrong time in this doubt. If the clock is off by less than the doubt has lasted, right and wrong times
   * overlap and cannot be told apart; the error is small, and stays.
   */
  function falseUntil(monotonic: number): FalseTime | undefined {
    if (doubt === undefined || Math.abs(believed - doubt.base) <= monotonic - doubt.since + MINUTE) return undefined;
    const { base, since } = doubt;
    return { from: Math.floor(base + since), until: Math.ceil(base + monotonic), by: Math.round(believed - base) };
  }

  function end(monotonic: number, isTrue: boolean): void {
    const said = falseUntil(monotonic);
    if (said !== undefined && !isTrue) over.push(said);
    // The new wall time was right after all, so times that were moved because of it are moved back.
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

  /** Returns how far the wall clock is ahead of steady time, in milliseconds; 0 if both agree. */
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
