import { type Clock, MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';

const MOST_FAILURES = 5;
/** For so long, an outage may go unseen by those who watch what is outside. */
const ALONE_MS = 10 * MINUTE;

export interface RetryPolicyNeeds {
  /** The item was parked before: it gets one attempt. */
  readonly retried: boolean;
  /** Does everything work that the handlers of this source ask for outside? */
  readonly outsideIsFine: () => boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/**
 * Is an item to be parked after this failure? To be asked once after each failure of one item.
 *
 * An outage uses up no attempts, however long it lasts, and what waits behind the item could not be done either. A `channel` fault
 * while everything outside is fine is caused by the item itself, which must not hold up the others for ever.
 */
export function makeRetryPolicy({ retried, outsideIsFine, clock }: RetryPolicyNeeds): (fault: unknown) => boolean {
  let failures = 0;
  let aloneSince: number | undefined;
  return (fault) => {
    if (!(fault instanceof Fault) || fault.scope !== 'channel') {
      failures += 1;
      return retried || failures >= MOST_FAILURES;
    }
    // A failure of our own database is never caused by the item.
    if (fault.place === 'storage' || !outsideIsFine()) {
      aloneSince = undefined;
      return false;
    }
    aloneSince ??= clock.monotonic();
    return retried || clock.monotonic() - aloneSince >= ALONE_MS;
  };
}
