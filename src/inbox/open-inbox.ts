import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { InboxHandler, InboxKeeper } from './item.ts';
import type { InboxStore } from './ports.ts';

export interface InboxNeeds {
  readonly store: InboxStore;
  /** By `kind`. An item of another kind is parked. */
  readonly handlers: Readonly<Record<string, InboxHandler>>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Inbox extends InboxKeeper {
  /** Look for new items now. Cheap; calls are gathered. */
  wake(): void;
  /** Takes no further item, waits for the one in hand. */
  stop(): Promise<void>;
  /** Resolves when everything kept so far is handled or parked. */
  idle(): Promise<void>;
}

/** Starts handing items to their handlers, in order of arrival, one at a time. */
export declare function openInbox(needs: InboxNeeds): Inbox;
