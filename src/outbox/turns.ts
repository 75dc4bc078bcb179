import { type Clock, SECOND } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';

const LONGEST_NAP_MS = 30 * SECOND;
const LONGEST_NAP_AFTER_FAILURE_MS = 10 * SECOND;

export interface TurnsNeeds {
  readonly clock: Clock;
  readonly log: Logger;
  /** Does one turn. It may call `nap` at its end. If it throws, the error is logged and another turn follows soon. */
  readonly work: () => Promise<void>;
}

/** Decides when the outbox works: one turn at a time, at once when it is woken, otherwise after a nap. */
export interface Turns {
  /** Starts a turn soon. */
  wake(): void;
  /** Starts a turn after `ms` milliseconds, 30 seconds at the latest; replaces an earlier nap. */
  nap(ms: number): void;
  /** Starts a turn now, or one more after the one that runs; resolves when no turn is left. Never rejects. */
  turn(): Promise<void>;
  /** Cancels the timer; from now on only `turn()` and `wake()` start a turn. Resolves when the running turn has ended. */
  stopTimer(): Promise<void>;
}

export function makeTurns({ clock, log, work }: TurnsNeeds): Turns {
  let cancelNap = () => {};
  let napping = true;
  let scheduled = false;
  let turning: Promise<void> | undefined;
  let again = false;
  let failures = 0;

  function wake(): void {
    if (scheduled) return;
    scheduled = true;
    // Handlers that end in the same turn of the event loop share a commit.
    setImmediate(() => {
      scheduled = false;
      void turn();
    });
  }

  function nap(ms: number): void {
    cancelNap();
    if (napping) cancelNap = clock.after(Math.min(LONGEST_NAP_MS, Math.max(0, ms)), wake);
  }

  function turn(): Promise<void> {
    // One more turn, because the caller may know of something that the running turn has not seen.
    again = true;
    turning ??= (async () => {
      try {
        while (again) {
          again = false;
          await work();
          failures = 0;
        }
      } catch (error) {
        turnFailed(error);
      } finally {
        // Cleared without an await in between: otherwise a later caller would get a promise of a turn that has ended.
        turning = undefined;
      }
    })();
    return turning;
  }

  /** Logs why a turn failed, most likely the database; nothing is lost, and the next turn tries again. */
  function turnFailed(error: unknown): void {
    failures += 1;
    if (!(error instanceof Fault)) log.error('the outbox stumbled over a bug', { error });
    else if (failures === 1) log.warn('the outbox waits for the database', { fault: error });
    nap(Math.min(LONGEST_NAP_AFTER_FAILURE_MS, SECOND * failures));
  }

  return {
    wake,
    nap,
    turn,
    async stopTimer() {
      napping = false;
      cancelNap();
      await turning;
    },
  };
}
