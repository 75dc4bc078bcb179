/** Rows per transaction, few enough that other writers hardly wait. */
const STEP = 500;

/**
 * Deletes many rows, a few per transaction.
 *
 * @param remove deletes at most so many rows in a transaction of its own; called until none is left
 */
export async function deleteInSteps(
  remove: (atMost: number) => Promise<{ readonly numDeletedRows: bigint }>,
): Promise<void> {
  for (let more = true; more; ) more = (await remove(STEP)).numDeletedRows === BigInt(STEP);
}
