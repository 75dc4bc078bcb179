import { type Clock, MINUTE, SECOND } from '../kernel/clock.ts';
import type { Job } from './job.ts';

/** A wall clock that is off by more than this was moved: by an administrator, or by NTP after a long outage. */
const JUMP_MS = 5 * SECOND;
/** A new wall time that lasts for so long is believed. */
const BELIEVED_AFTER_MS = 10 * MINUTE;

/** A stretch of wrong time that a moved wall clock showed. Epoch milliseconds; add `by` to get the right time. */
export interface FalseTime {
  readonly from: number;
  readonly until: number;
  readonly by: number;
}

/** What time it is for jobs, although the wall clock may jump by a year and back (hardening N7). Epoch milliseconds. */
export interface OutboxTime {
  /** Runs evenly, however the wall clock is moved; takes over a new wall time once that has lasted for ten minutes. */
  steady(): number;
  /** Jobs that were due when they were made are due if they are due until then: the wall clock may have been ahead when they were made. */
  atOnceUntil(): number;
  /** A job whose life ended before this is too late. A clock that was moved forward by mistake ends no job. */
  expiredUntil(): number;
  /** Turns a time that a handler may have computed from the wall clock just now into steady time. */
  fromWall(time: number): number;
  /** Was the job made for later while the clock is behind, so that it only looks due? */
  tooEarly(job: Pick<Job, 'createdAt' | 'dueAt'>): boolean;
  /**
   * Stretches of wrong time: all times of jobs made in them have to be moved. A stretch is answered when it is over, and if the
   * clock is behind already while it lasts, because a job made for later would be due at once. Moving a job twice does no harm.
   */
  falseTimes(): readonly FalseTime[];
}

export function makeOutboxTime(clock: Pick<Clock, 'now' | 'monotonic'>): OutboxTime {
  /** Wall time minus monotonic time, as believed. */
  let believed = clock.now() - clock.monotonic();
  /** A wall clock that says something else: wall time minus monotonic time, and the monotonic time at which that began. */
  let doubt: { readonly base: number; readonly since: number } | undefined;
  let over: FalseTime[] = [];
  /** The last stretch of this doubt that was answered while the clock seemed to be behind. */
  let told: FalseTime | undefined;

  /**
   * The stretch of wrong time in this doubt. If the clock is off by less than the doubt has lasted, right and wrong times overlap
   * and cannot be told apart; the error is small, and stays.
   */
  function falseUntil(monotonic: number): FalseTime | undefined {
    if (doubt === undefined || Math.abs(believed - doubt.base) <= monotonic - doubt.since + MINUTE) return undefined;
    const { base, since } = doubt;
    return { from: Math.floor(base + since), until: Math.ceil(base + monotonic), by: Math.round(believed - base) };
  }

  function end(monotonic: number, isTrue: boolean): void {
    const said = falseUntil(monotonic);
    if (said !== undefined && !isTrue) over.push(said);
    // The new wall time is the right one after all: times that were moved because of it are moved back.
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
