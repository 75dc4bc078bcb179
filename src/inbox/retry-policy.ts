import { type Clock, MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';

const MOST_FAILURES = 5;
/** So long an outage may go unseen by those who look after the world. */
const ALONE_MS = 10 * MINUTE;

/** No handler has the item's kind. */
export const NO_HANDLER = 'no-handler';

export interface RetryPolicyNeeds {
  /** The item was parked before: it gets one attempt. */
  readonly retried: boolean;
  /** Is everything there that a `channel` fault may speak of? */
  readonly outsideIsFine: () => boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/**
 * Is an item to be parked after this failure? To be asked once after each failure of one item.
 *
 * An outage uses up no attempts, however long it lasts, and what waits behind the item could not be done either. A `channel` fault
 * while everything outside is fine is the item's own, and must not hold up the others for ever.
 */
export function makeRetryPolicy({ retried, outsideIsFine, clock }: RetryPolicyNeeds): (fault: unknown) => boolean {
  let failures = 0;
  let aloneSince: number | undefined;
  return (fault) => {
    if (fault === NO_HANDLER) return true;
    if (!(fault instanceof Fault) || fault.scope !== 'channel') {
      failures += 1;
      return retried || failures >= MOST_FAILURES;
    }
    // Our own database says nothing about the item.
    if (fault.code.startsWith('storage.') || !outsideIsFine()) {
      aloneSince = undefined;
      return false;
    }
    aloneSince ??= clock.monotonic();
    return retried || clock.monotonic() - aloneSince >= ALONE_MS;
  };
}
