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
  /** Takes a line to be written soon. Never waits and never throws; a kill of the process loses at most the last 100 ms. */
  note(entry: RecordEntry, kind: Caller['kind']): void;
}

/** Half of the 100 ms that are promised; the other half is for the commit. */
const GATHER_MS = 50;
/** Lines per commit: more than come in a second, and so few that a commit takes less than a second. */
const MOST_AT_ONCE = 10_000;
/** Most lines that wait while the database does not answer, about 30 MB. Beyond that the oldest are dropped; the log says how many. */
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

  /** Writes one batch. It waits for the next turn if the database is unavailable, and is dropped if the database refuses it for good. */
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
        // The answer to a commit may have been lost. Then the lines are written twice, which is better than not at all.
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
      // Cut only when it is a tenth too long: cutting for every line would copy all of them each time.
      if (waiting.push(entry) > MOST_WAITING * 1.1) trim();
      if (scheduled === undefined && writing === undefined) schedule(GATHER_MS);
    },
    async [Symbol.asyncDispose]() {
      await writing;
      scheduled?.();
      scheduled = undefined;
      troubled = false;
      // The database is closed after this, so this is the last turn.
      while (waiting.length > 0 && !troubled) await writeOne();
      lost += waiting.length;
      waiting = [];
      if (lost > 0) log.error('lines of the record of tokens are lost', { lines: lost });
    },
  };
}
