import assert from 'node:assert/strict';
import type { Address } from '../../src/notifications/rules/address-book.ts';
import { deliveryJobs, destinationOf } from '../../src/notifications/rules/jobs.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { aDelivery } from '../support/deliveries.ts';
import { DAY } from './job-rig.ts';
import { NOW } from './samples.ts';

let count = 0;

/**
 * Ends one digest for the address, and resolves with what the one before told and did not end.
 *
 * @param open what goes on after this one; undefined: what went on before
 */
export async function tellDigest(
  { jobs, notifications }: Storage,
  to: Address,
  open?: readonly string[],
): Promise<readonly string[]> {
  const { notification } = aDelivery(to.address);
  const name = { sender: 'router1', id: `digest ${count++}` };
  const collection = `${destinationOf(to)}:d`;
  const [one] = deliveryJobs(name, notification, [{ ...to, manner: {} }], { at: NOW, life: DAY });
  assert.ok(one);
  await jobs.add([{ ...one, collection }]);
  let before: readonly string[] | undefined;
  await notifications.tellCollected(collection, NOW, async ({ told, jobs: found }) => {
    before = told;
    return { jobs: [], corrections: [], cleared: found.map(({ id }) => id), open: open ?? told };
  });
  assert.ok(before);
  return before;
}
