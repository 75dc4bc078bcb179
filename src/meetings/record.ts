import { type Clock, SECOND } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { MeetingRecord, RecordEntry } from './ports.ts';
import type { Caller, MeetingsSettings } from './settings.ts';

export interface RecordNeeds {
  readonly store: MeetingRecord;
  /** Whose tokens are kept. */
  readonly keep: MeetingsSettings['record'];
  readonly clock: Clock;
  readonly log: Logger;
}

export interface OpenRecord extends AsyncDisposable {
  /** Never waits and never throws: the answer goes out first, and a kill loses at most the last 100 ms. */
  note(entry: RecordEntry, kind: Caller['kind']): void;
}

/** Half of what is promised, the other half is for the commit. */
const GATHER_MS = 50;
/** More than come together in a second; one commit holds the database for a part of a second at most. */
const MOST_AT_ONCE = 10_000;
/** What waits while the database does not answer, about 30 MB; beyond that the oldest are given up, and the log says how many. */
const MOST_WAITING = 100_000;

/** Gathers lines of the record and writes them in batches, one commit each. Disposing writes the rest. */
export function openRecord({ store, keep, clock, log: parentLog }: RecordNeeds): OpenRecord {
  const log = parentLog.with({ part: 'meetings' });
  let waiting: RecordEntry[] = [];
  let lost = 0;
  let scheduled: (() => void) | undefined;
  let writing: Promise<void> | undefined;
  let troubled = false;

  const wanted = (kind: Caller['kind']) => keep === 'all' || (keep === 'guests' && kind === 'guest');

  function schedule(ms: number): void {
    scheduled ??= clock.after(ms, () => {
      scheduled = undefined;
      writing = writeOne().finally(() => {
        writing = undefined;
        if (waiting.length > 0) schedule(troubled ? SECOND : GATHER_MS);
      });
    });
  }

  /** One batch. What the database could not take waits for the next turn; what it will never take is given up. */
  async function writeOne(): Promise<void> {
    const batch = waiting.slice(0, MOST_AT_ONCE);
    waiting = waiting.slice(MOST_AT_ONCE);
    if (batch.length === 0) return;
    try {
      await store.add(batch);
      if (lost > 0) log.error('lines of the record of tokens are lost', { lines: lost });
      lost = 0;
      troubled = false;
    } catch (error) {
      if (error instanceof Fault) {
        // A commit whose answer was lost is made again: a line twice is better than none.
        waiting = batch.concat(waiting);
        trim();
        if (!troubled) log.warn('the record of tokens waits for the database', { fault: error });
      } else {
        log.error('the record of tokens stumbled over a bug', { error, lines: batch.length });
      }
      troubled = true;
    }
  }

  function trim(): void {
    const over = waiting.length - MOST_WAITING;
    if (over <= 0) return;
    lost += over;
    waiting = waiting.slice(over);
  }

  return {
    note(entry, kind) {
      if (!wanted(kind)) return;
      // A tenth more before it is cut: cutting at every line would copy them all each time.
      if (waiting.push(entry) > MOST_WAITING * 1.1) trim();
      if (scheduled === undefined && writing === undefined) schedule(GATHER_MS);
    },
    async [Symbol.asyncDispose]() {
      await writing;
      scheduled?.();
      scheduled = undefined;
      troubled = false;
      // The database is closed next, so there is no later turn.
      while (waiting.length > 0 && !troubled) await writeOne();
      lost += waiting.length;
      waiting = [];
      if (lost > 0) log.error('lines of the record of tokens are lost', { lines: lost });
    },
  };
}
