import { type Clock, MINUTE } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { Remark } from '../ports/channel.ts';
import type { RemarkInbox } from './ports/remarks.ts';
import { type HeardAddresses, isCommand, roomsFor } from './rules/replies.ts';

/** Remarks that one person may make in a minute; a program that answers every message by itself writes more. */
const MOST_OF_ONE = 20;
/** Remarks that are kept of one channel in a minute. */
const MOST_OF_ALL = 300;

/** Counts what each person writes in the current minute. */
export interface RemarkLimit {
  /** Is this one within the limits? @param name of the channel @param person as in `Remark` */
  takes(channel: string, person: string): boolean;
}

export function makeRemarkLimit(clock: Pick<Clock, 'monotonic'>, log: Logger): RemarkLimit {
  let minute: number | undefined;
  const counts = new Map<string, number>();
  const count = (name: string): number => {
    const more = (counts.get(name) ?? 0) + 1;
    counts.set(name, more);
    return more;
  };
  return {
    takes(channel, person) {
      const now = Math.floor(clock.monotonic() / MINUTE);
      if (now !== minute) {
        minute = now;
        counts.clear();
      }
      const ofAll = count(channel);
      if (ofAll > MOST_OF_ALL) {
        // People are not counted any more, so what is remembered stays small.
        if (ofAll === MOST_OF_ALL + 1)
          log.warn('too many people write: the rest of this minute is not shown', { channel });
        return false;
      }
      const ofOne = count(`${channel} ${person}`);
      if (ofOne === MOST_OF_ONE + 1)
        log.warn('somebody writes too much: the rest of this minute is not shown', { channel });
      return ofOne <= MOST_OF_ONE;
    },
  };
}

export interface KeepRemarksNeeds {
  readonly inbox: RemarkInbox;
  readonly heard: HeardAddresses;
  readonly limit: RemarkLimit;
}

/**
 * Keeps remarks of one channel in the inbox, whose source has the channel's name. Resolves once they are on disk: only then may the
 * channel tell its service that it has them. What nobody wants to hear, what is too much, and commands are left out. Throws `Fault`.
 */
export const makeKeepRemarks =
  ({ inbox, heard, limit }: KeepRemarksNeeds) =>
  async (channel: string, remarks: readonly Remark[]): Promise<void> => {
    const wanted = remarks.filter(
      ({ at, person, text }) =>
        !isCommand(text) && roomsFor(heard, channel, at).length > 0 && limit.takes(channel, person),
    );
    if (wanted.length === 0) return;
    await inbox.keep(
      wanted.map((remark) => ({ source: channel, key: remark.key, body: JSON.stringify({ v: 1, ...remark }) })),
    );
  };
