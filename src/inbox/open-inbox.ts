import { type Clock, SECOND } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { InboxHandler, InboxKeeper } from './item.ts';
import type { InboxStore } from './ports.ts';
import { makePump } from './pump.ts';

/** Where items come from: the homeserver, or a channel that is heard. */
export interface InboxSource {
  readonly handle: InboxHandler;
  /**
   * True if everything outside that the handler needs is known to work. An item that keeps failing for ten minutes nevertheless is
   * parked. If this is left out, an item waits for ever until what it needs works again.
   */
  readonly outsideIsFine?: (() => boolean) | undefined;
}

export interface InboxNeeds {
  readonly store: InboxStore;
  /** Sources by the name that items carry. Items of any other source are parked. */
  readonly sources: Readonly<Record<string, InboxSource>>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Inbox extends InboxKeeper {
  /** Makes the inbox look for new items now. Cheap: calls are gathered. */
  wake(): void;
  /** Tries waiting items now instead of after their growing waits. Call it when something outside has changed. */
  resume(): void;
  /** Takes no further item, and waits for those that are being handled. */
  stop(): Promise<void>;
  /** Resolves when everything kept so far is handled or parked. */
  idle(): Promise<void>;
}

const TRY_AGAIN_MS = 10 * SECOND;

/** Starts handing items to their handlers. Each source is served in order, and none waits for another. */
export function openInbox({ store, sources, clock, log: parentLog }: InboxNeeds): Inbox {
  const log = parentLog.with({ part: 'inbox' });
  const ending = new AbortController();
  const pumps = new Map(
    Object.entries(sources).map(([source, { handle, outsideIsFine = () => false }]) => [
      source,
      makePump({ source, store, handle, outsideIsFine, clock, log: log.with({ source }) }),
    ]),
  );
  const all = [...pumps.values()];
  const wakeAll = (): void => {
    for (const pump of all) pump.wake();
  };

  /** Parks items of parts that are no longer configured, so that operators see them. The next start tries them again. */
  const parkingOthers = (async () => {
    while (!ending.signal.aborted) {
      try {
        const parked = await store.parkOthers([...pumps.keys()], 'no-handler');
        if (parked > 0) log.error('items of sources that nobody handles are parked', { items: parked });
        return;
      } catch (error) {
        if (!(error instanceof Fault)) return log.error('the inbox stumbled over a bug', { error });
        await clock.sleep(TRY_AGAIN_MS, ending.signal);
      }
    }
  })();

  wakeAll();
  return {
    wake: wakeAll,
    async keep(items) {
      const added = await store.keep(items);
      if (added > 0) {
        crashPoint('inbox.afterCommit');
        for (const source of new Set(items.map((item) => item.source))) pumps.get(source)?.wake();
      }
      return added;
    },
    resume() {
      for (const pump of all) pump.resume();
    },
    async stop() {
      ending.abort();
      await Promise.all([parkingOthers, ...all.map((pump) => pump.stop())]);
    },
    async idle() {
      await Promise.all([parkingOthers, ...all.map((pump) => pump.idle())]);
    },
  };
}
