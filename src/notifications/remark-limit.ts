import { type Clock, MINUTE } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { Remark } from '../ports/channel.ts';

/** Remarks that one person may write in a minute; a program that answers every message by itself writes more. */
const MOST_OF_ONE = 20;
/** Remarks that are kept of what is written on one channel in a minute. */
const MOST_OF_ALL = 300;
/**
 * The same of what comes in a minute, whenever it was written: after an outage it was written over hours, but who makes a message
 * may be able to date it back.
 */
const MOST_COMING_OF_ONE = 1_000;
const MOST_COMING_OF_ALL = 10_000;

/** Counts what each person writes in a minute. */
export interface RemarkLimit {
  /** Is this one within the limits? One that is handed over again in the same minute is not counted again. @param channel its name */
  takes(channel: string, remark: Pick<Remark, 'key' | 'person' | 'writtenAt'>): boolean;
}

export function makeRemarkLimit(clock: Pick<Clock, 'monotonic' | 'now'>, log: Logger): RemarkLimit {
  let minute: number | undefined;
  /** When this minute began. Epoch milliseconds. */
  let began = 0;
  const counts = new Map<string, number>();
  const taken = new Set<string>();

  function beginMinute(): void {
    const now = Math.floor(clock.monotonic() / MINUTE);
    if (now === minute) return;
    minute = now;
    began = clock.now();
    counts.clear();
    taken.clear();
  }

  function isWithin(name: string, most: number): boolean {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count <= most;
  }

  return {
    takes(channel, { key, person, writtenAt = clock.now() }) {
      beginMinute();
      const name = `${channel} ${key}`;
      if (taken.has(name)) return true;
      /** The minute in which it was written: 0 is this one, 1 the one before. */
      const before = Math.max(0, Math.ceil((began - writtenAt) / MINUTE));
      // Once these are reached people are not counted any more, so what is remembered stays small.
      if (!isWithin(channel, MOST_COMING_OF_ALL) || !isWithin(`${channel} ${before}`, MOST_OF_ALL)) {
        if (isWithin(`${channel} all warned`, 1))
          log.warn('too many people write: the rest of a minute is not shown', { channel });
        return false;
      }
      if (
        !isWithin(`${channel}/${person}`, MOST_COMING_OF_ONE) ||
        !isWithin(`${channel} ${before}/${person}`, MOST_OF_ONE)
      ) {
        if (isWithin(`${channel} one warned`, 1))
          log.warn('somebody writes too much: the rest of a minute is not shown', { channel });
        return false;
      }
      taken.add(name);
      return true;
    },
  };
}
