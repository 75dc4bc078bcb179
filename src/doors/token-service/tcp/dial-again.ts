import { MINUTE, SECOND } from '../../../kernel/clock.ts';
import type { Ids } from '../../../kernel/ids.ts';

/** Up to a quarter is added to the wait, so that several Porters do not dial at the same moment. */
const JITTER = 0.25;

/**
 * Wait before the next dial: 1, 2, 4 … 60 s, and up to a quarter more.
 *
 * @param failures in a row, this one included
 */
export function waitBeforeDial(failures: number, ids: Pick<Ids, 'random'>): number {
  const wait = Math.min(MINUTE, SECOND * 2 ** Math.min(10, Math.max(0, failures - 1)));
  return Math.round(wait * (1 + (JITTER * ids.random(2).readUInt16BE()) / 0xffff));
}
