import { type Clock, MINUTE, SECOND } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { InboxHandler, KeptItem } from './item.ts';
import type { InboxStore } from './ports.ts';
import { makeRetryPolicy } from './retry-policy.ts';

/** Hands the items of one source to their handler, in order of arrival, one at a time. */
export interface Pump {
  /** Look for new items now. Cheap; calls are gathered. */
  wake(): void;
  /** What an item waits for may be there: it is tried now instead of after its growing wait. */
  resume(): void;
  /** Takes no further item, waits for the one in hand. */
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

/** Read, handled and marked together: one commit for all of them. */
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
        // In this very step: somebody who asked for more a moment later would ask a loop that has ended.
        pumping = undefined;
      }
    })();
    return pumping;
  }

  async function empty(): Promise<void> {
    for (let troubles = 0; !stopped.signal.aborted; ) {
      try {
        const items = await store.next(source, BATCH);
        if (items.length === 0) return;
        await handleAll(items);
        troubles = 0;
      } catch (error) {
        // Only the database gets here: what a handler throws stays with its item.
        troubles += 1;
        if (!(error instanceof Fault)) log.error('the inbox stumbled over a bug', { error });
        else if (troubles === 1) log.warn('the inbox waits for the database', { fault: error });
        await clock.sleep(waitAfter(troubles), stopped.signal);
      }
    }
  }

  async function handleAll(items: readonly KeptItem[]): Promise<void> {
    let handled: string[] = [];
    const mark = async (): Promise<void> => {
      if (handled.length === 0) return;
      await store.handled(source, handled);
      handled = [];
    };
    for (const item of items) {
      if (stopped.signal.aborted) break;
      const givesUp = makeRetryPolicy({ retried: item.retried, outsideIsFine, clock });
      for (let failures = 1; ; failures += 1) {
        // Made before the attempt: who calls `resume` during it may know more than the attempt saw.
        pause = new AbortController();
        const fault = await attempt(item);
        if (fault === undefined) {
          handled.push(item.key);
          crashPoint('inbox.afterHandled');
          break;
        }
        // What is done already must not wait with this item.
        await mark();
        // An attempt that was cut off by the stop says nothing about its item.
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
    await mark();
  }

  async function park({ key, retried }: KeptItem, fault: unknown): Promise<void> {
    const code = fault instanceof Fault ? fault.code : 'inbox.bug';
    await store.park(source, key, code);
    // An error once: every start tries it again.
    if (retried) log.warn('something that came in cannot be handled yet and stays parked', { item: key, code, fault });
    else log.error('something that came in could not be handled and is parked', { item: key, code });
  }

  /** What the handler threw; undefined when the item is handled. */
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

/** A second, doubled up to a minute; what the other side asks for counts up to a minute too. */
function waitAfter(failures: number, asked?: number): number {
  if (asked !== undefined && asked > 0) return Math.min(LONGEST_WAIT_MS, asked);
  return Math.min(LONGEST_WAIT_MS, SECOND * 2 ** Math.min(6, failures - 1));
}
