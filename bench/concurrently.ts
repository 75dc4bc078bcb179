/** Does `count` works, at most `most` at the same time; rejects with the first that fails, after the others have ended. */
export async function concurrently(count: number, most: number, work: (n: number) => Promise<void>): Promise<void> {
  let [next, failed] = [0, false];
  const worker = async () => {
    while (next < count && !failed) {
      try {
        await work(next++);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(most, count) }, worker));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
