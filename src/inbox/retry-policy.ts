import { type Clock, MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';

const MOST_FAILURES = 5;
/** For this time, an outage may be unnoticed by the steps that watch the outside. */
const ALONE_MS = 10 * MINUTE;

export interface RetryPolicyNeeds {
  /** True if the item was parked before: it gets one attempt. */
  readonly retried: boolean;
  /** True if everything outside that the handler of this source needs is known to work. */
  readonly outsideIsFine: () => boolean;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/**
 * Makes the function that says whether an item is parked after a failure. Call it once after each failure of one item.
 *
 * An outage uses up no attempts, however long it lasts: later items could not be handled either. But if a `channel` fault lasts
 * while everything outside is fine, the item itself causes it, and it must not hold up the others for ever.
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
