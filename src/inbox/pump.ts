import { type Clock, MINUTE, SECOND } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { InboxHandler, KeptItem } from './item.ts';
import type { InboxStore } from './ports.ts';
import { makeRetryPolicy } from './retry-policy.ts';

/** Hands the items of one source to their handler, in order of arrival, one at a time. */
export interface Pump {
  /** Makes the pump look for new items now. Cheap: calls are gathered. */
  wake(): void;
  /** Tries a waiting item now instead of after its growing wait. Call it when something outside has changed. */
  resume(): void;
  /** Takes no further item, and waits for the one that is being handled. */
  stop(): Promise<void>;
  /** Resolves when everything kept so far is handled or parked. */
  idle(): Promise<void>;
}

export interface PumpNeeds {
  readonly source: string;
  readonly store: Pick<InboxStore, 'next' | 'handled' | 'park'>;
  readonly handle: InboxHandler;
  readonly outsideIsFine: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Items that are read together and saved as handled in one commit. */
const BATCH = 100;
const LONGEST_WAIT_MS = MINUTE;

export function makePump({ source, store, handle, outsideIsFine, clock, log }: PumpNeeds): Pump {
  const stopped = new AbortController();
  let pause = new AbortController();
  let pumping: Promise<void> | undefined;
  let again = false;
  let scheduled = false;

  function wake(): void {
    if (scheduled || stopped.signal.aborted) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (pumping === undefined) void pump();
      else again = true;
    });
  }

  function pump(): Promise<void> {
    pumping ??= (async () => {
      try {
        do {
          again = false;
          await empty();
        } while (again && !stopped.signal.aborted);
      } finally {
        // Cleared without an await in between: otherwise a later caller would ask a loop that has ended.
        pumping = undefined;
      }
    })();
    return pumping;
  }

  async function empty(): Promise<void> {
    for (let failures = 0; !stopped.signal.aborted; ) {
      try {
        const items = await store.next(source, BATCH);
        if (items.length === 0) return;
        await handleAll(items);
        failures = 0;
      } catch (error) {
        // Only errors of the database get here; errors of a handler stay with their item.
        failures += 1;
        if (!(error instanceof Fault)) log.error('the inbox stumbled over a bug', { error });
        else if (failures === 1) log.warn('the inbox waits for the database', { fault: error });
        await clock.sleep(waitAfter(failures), stopped.signal);
      }
    }
  }

  async function handleAll(items: readonly KeptItem[]): Promise<void> {
    let handled: string[] = [];
    const saveHandled = async (): Promise<void> => {
      if (handled.length === 0) return;
      await store.handled(source, handled);
      handled = [];
    };
    for (const item of items) {
      if (stopped.signal.aborted) break;
      const givesUp = makeRetryPolicy({ retried: item.retried, outsideIsFine, clock });
      for (let failures = 1; ; failures += 1) {
        // Made before the attempt, so that a `resume` during it ends the next wait: its caller may know more than the attempt
        // saw.
        pause = new AbortController();
        const fault = await attempt(item);
        if (fault === undefined) {
          handled.push(item.key);
          crashPoint('inbox.afterHandled');
          break;
        }
        // Items that are done already must not wait with this one.
        await saveHandled();
        // An attempt that `stop` interrupted proves nothing about its item.
        if (stopped.signal.aborted) return;
        if (givesUp(fault)) {
          await park(item, fault);
          break;
        }
        if (failures === 1) log.warn('something that came in waits', { item: item.key, fault });
        const asked = fault instanceof Fault ? fault.afterMs : undefined;
        await clock.sleep(waitAfter(failures, asked), AbortSignal.any([stopped.signal, pause.signal]));
        if (stopped.signal.aborted) return;
      }
    }
    await saveHandled();
  }

  async function park({ key, retried }: KeptItem, fault: unknown): Promise<void> {
    const code = fault instanceof Fault ? fault.code : 'inbox.bug';
    await store.park(source, key, code);
    // Logged as an error only the first time, because every start tries it again.
    if (retried) log.warn('something that came in cannot be handled yet and stays parked', { item: key, code, fault });
    else log.error('something that came in could not be handled and is parked', { item: key, code });
  }

  /** Resolves with what the handler threw; undefined if the item is handled. */
  async function attempt(item: KeptItem): Promise<unknown> {
    try {
      await handle(item);
      return undefined;
    } catch (error) {
      return error ?? new Error('nothing was thrown');
    }
  }

  return {
    wake,
    resume: () => pause.abort(),
    async stop() {
      stopped.abort();
      await pumping;
    },
    idle() {
      // A pump that runs may have looked before the newest item was kept.
      again = true;
      return pump();
    },
  };
}

/** Returns the wait after a failure: a second, doubled up to a minute, or what the other side asked for, a minute at most. */
function waitAfter(failures: number, asked?: number): number {
  if (asked !== undefined && asked > 0) return Math.min(LONGEST_WAIT_MS, asked);
  return Math.min(LONGEST_WAIT_MS, SECOND * 2 ** Math.min(6, failures - 1));
}
