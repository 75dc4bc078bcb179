/** Enough to hide the way there and back, and few enough for a small server that has other work too. */
const AT_ONCE = 8;

/**
 * Runs the same work for each item, for at most eight at once. Resolves with the results in the order of the items. When one run
 * fails, no further one begins, and the promise rejects with its error.
 */
export async function fewAtATime<Item, Result>(
  items: Iterable<Item>,
  run: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const waiting = [...items].entries();
  const results: Result[] = [];
  let failed = false;

  async function work(): Promise<void> {
    for (const [index, item] of waiting) {
      try {
        results[index] = await run(item);
      } catch (error) {
        failed = true;
        throw error;
      }
      if (failed) return;
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
