import { type Clock, MINUTE, SECOND } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { InboxHandler, InboxItem, InboxKeeper, KeptItem } from './item.ts';
import type { InboxStore } from './ports.ts';
import { makeRetryPolicy, NO_HANDLER } from './retry-policy.ts';

export interface InboxNeeds {
  readonly store: InboxStore;
  /** By `kind`. An item of another kind is parked. */
  readonly handlers: Readonly<Record<string, InboxHandler>>;
  /**
   * Is everything there that handlers ask for outside? What fails by it for ten minutes all the same is parked; without an answer
   * it waits for ever.
   */
  readonly outsideIsFine?: (() => boolean) | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Inbox extends InboxKeeper {
  /** Look for new items now. Cheap; calls are gathered. */
  wake(): void;
  /** What an item waited for may be there: it is tried now instead of after its growing wait. */
  resume(): void;
  /** Takes no further item, waits for the one in hand. */
  stop(): Promise<void>;
  /** Resolves when everything kept so far is handled or parked. */
  idle(): Promise<void>;
}

/** Read, handled and marked together: one commit for all of them. */
const BATCH = 100;
const LONGEST_WAIT_MS = MINUTE;

/** Starts handing items to their handlers, in order of arrival, one at a time. */
export function openInbox(needs: InboxNeeds): Inbox {
  const { store, handlers, outsideIsFine = () => false, clock, log: parentLog } = needs;
  const log = parentLog.with({ part: 'inbox' });
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
        // At once, not a turn later: who asks for more in between would ask a loop that has ended.
        pumping = undefined;
      }
    })();
    return pumping;
  }

  async function empty(): Promise<void> {
    for (let troubles = 0; !stopped.signal.aborted; ) {
      try {
        const items = await store.next(BATCH);
        if (items.length === 0) return;
        await handleAll(items);
        troubles = 0;
      } catch (error) {
        // Only the database gets here: a handler's errors stay with their item.
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
      await store.handled(handled);
      handled = [];
    };
    for (const item of items) {
      if (stopped.signal.aborted) break;
      const givesUp = makeRetryPolicy({ retried: item.retried, outsideIsFine, clock });
      for (let failures = 1; ; failures += 1) {
        // Made before the attempt: who calls `resume` during it may know more than it saw.
        pause = new AbortController();
        const fault = await attempt(item);
        if (fault === undefined) {
          handled.push(item.key);
          crashPoint('inbox.afterHandled');
          break;
        }
        // What is done already must not wait with this one.
        await mark();
        // An attempt that the end cut off says nothing about its item.
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
    const code = fault instanceof Fault ? fault.code : fault === NO_HANDLER ? fault : 'inbox.bug';
    await store.park(key, code);
    // Told once: every start tries it again.
    if (retried) log.warn('something that came in cannot be handled yet and stays parked', { item: key, code, fault });
    else log.error('something that came in could not be handled and is parked', { item: key, code });
  }

  /** Undefined when it is done. */
  async function attempt(item: InboxItem): Promise<unknown> {
    const handler = Object.hasOwn(handlers, item.kind) ? handlers[item.kind] : undefined;
    if (handler === undefined) return NO_HANDLER;
    try {
      await handler(item);
      return undefined;
    } catch (error) {
      return error ?? new Error('nothing was thrown');
    }
  }

  wake();
  return {
    wake,
    async keep(items) {
      const added = await store.keep(items);
      if (added > 0) {
        crashPoint('inbox.afterCommit');
        wake();
      }
      return added;
    },
    resume: () => pause.abort(),
    async stop() {
      stopped.abort();
      await pumping;
    },
    idle() {
      // One that runs may have looked before the newest item was kept.
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
