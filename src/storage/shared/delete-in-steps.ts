/** Rows per transaction: so few that other writers hardly wait. */
const STEP = 500;

/** @param remove deletes at most so many rows in one transaction of its own; asked again until nothing is left */
export async function deleteInSteps(
  remove: (atMost: number) => Promise<{ readonly numDeletedRows: bigint }>,
): Promise<void> {
  for (let more = true; more; ) more = (await remove(STEP)).numDeletedRows === BigInt(STEP);
}
