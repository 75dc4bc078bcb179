/** More failed files than this are no chance, and all of them again would double the time of a broken tree. */
const MOST_SECOND_RUNS = 10;

/**
 * Runs test files beside each other in the order given, and once more alone what failed: chance is seen and named, and never
 * costs a run. Only the second result counts then.
 *
 * @template {{ file: string }} Test
 * @param {{
 *   first: readonly (() => Promise<void>)[],
 *   tests: readonly Test[],
 *   workers: number,
 *   run: (test: Test) => Promise<import('./report.mjs').Result>,
 *   report: ReturnType<typeof import('./report.mjs').makeReport>,
 * }} options `first` is other work, begun before the tests and beside them
 * @returns {Promise<Record<string, number>>} seconds per file of the first runs
 */
export async function runTests({ first, tests, workers, run, report }) {
  const seconds = {};
  const failed = [];
  await pool(workers, [
    ...first,
    ...tests.map((test) => async () => {
      const result = await run(test);
      seconds[test.file] = Math.round(result.ms / 100) / 10;
      if (result.failed.length === 0) return report.tell(test.file, result);
      report.tellFirst(test.file, result);
      failed.push({ test, result });
    }),
  ]);
  for (const { test, result } of failed) {
    if (failed.length > MOST_SECOND_RUNS) report.add(test.file, result);
    else report.tellSecond(test.file, result, await run(test));
  }
  return seconds;
}

/** As many at once as told, in the order given. */
async function pool(size, work) {
  const queue = [...work];
  await Promise.all(
    Array.from({ length: size }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await next();
    }),
  );
}
