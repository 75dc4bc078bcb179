import { bad, type CheckLine, fine } from '../kernel/check-line.ts';
import { findInstance } from './instance.ts';
import { type LookNeeds, troubleOfFault, valuesOf } from './looks.ts';
import { troubleOf } from './world-sentences.ts';

/**
 * Whether another database acts for the homeserver. Claims nothing.
 *
 * @param instance ID of ours
 */
export async function checkInstance(needs: LookNeeds, instance: string): Promise<CheckLine> {
  try {
    const known = await findInstance(needs.client);
    if (known === undefined || known === instance) return fine('database', 'No other one acts for the homeserver.');
    return bad('database', troubleOf('instance', 'homeserver.other-instance', valuesOf(needs)));
  } catch (fault) {
    return bad('database', troubleOfFault('instance', fault, needs));
  }
}
