import { type Clock, SECOND } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { MeetingRecord, RecordedToken } from './ports.ts';
import type { Caller, MeetingsSettings } from './settings.ts';

export interface RecordNeeds {
  readonly store: MeetingRecord;
  /** Whose tokens are recorded. */
  readonly keep: MeetingsSettings['record'];
  readonly clock: Clock;
  readonly log: Logger;
}

export interface OpenRecord extends AsyncDisposable {
  /** Never waits and never throws, so that it does not delay the response. A kill loses at most the last 100 ms. */
  note(token: RecordedToken, kind: Caller['kind']): void;
}

/** Half of the promised 100 ms; the other half is for the commit. */
const GATHER_MS = 50;
/** More than are issued in a second, and few enough that one commit blocks the database for only a part of a second. */
const MOST_AT_ONCE = 10_000;
/**
 * How many wait while the database is unavailable, about 30 MB. Beyond that the oldest are dropped, and the log says how many.
 */
const MOST_WAITING = 100_000;

/**
 * Opens the record of issued tokens: gathers them and writes them in batches, one commit per batch. Disposing writes the rest.
 */
export function openRecord({ store, keep, clock, log: parentLog }: RecordNeeds): OpenRecord {
  const log = parentLog.with({ part: 'meetings' });
  let waiting: RecordedToken[] = [];
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

  /** Writes one batch. A batch that the database cannot take now waits for the next turn; one that fails by a bug is dropped. */
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
        // The commit may have happened although the response was lost. A token recorded twice is better than one not recorded.
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
    note(token, kind) {
      if (!wanted(kind)) return;
      // Trim only at a tenth above the limit, because each trim copies the whole list.
      if (waiting.push(token) > MOST_WAITING * 1.1) trim();
      if (scheduled === undefined && writing === undefined) schedule(GATHER_MS);
    },
    async [Symbol.asyncDispose]() {
      await writing;
      scheduled?.();
      scheduled = undefined;
      troubled = false;
      // The database closes next, so there is no later turn to wait for.
      while (waiting.length > 0 && !troubled) await writeOne();
      lost += waiting.length;
      waiting = [];
      if (lost > 0) log.error('lines of the record of tokens are lost', { lines: lost });
    },
  };
}
