/**
 * Handles many single requests with one call: the requests of one turn of the event loop share one batch.
 *
 * @param turns how many turns of the event loop a batch waits for more. A loop with nothing else to do passes them within
 *   microseconds; while it is busy, each may bring more requests
 * @param handleBatch receives the requests in order and resolves with one result per request, in the same order. A result may be
 *   a promise of its own, which delays only its own request. When `handleBatch` rejects, every request of the batch rejects.
 */
export function gather<Request, Result>(
  handleBatch: (requests: readonly Request[]) => Promise<readonly (Result | Promise<Result>)[]>,
  turns = 1,
): (request: Request) => Promise<Result> {
  interface Waiting {
    readonly request: Request;
    readonly resolve: (result: Result | Promise<Result>) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      const results = await handleBatch(batch.map(({ request }) => request));
      batch.forEach(({ resolve }, index) => {
        // `handleBatch` returns one result per request, so there is one here, even where `Result` includes undefined.
        resolve(results[index] as Result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  function flushIn(turnsLeft: number): void {
    setImmediate(() => (turnsLeft > 1 ? flushIn(turnsLeft - 1) : void flush()));
  }

  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (waiting.length === 1) flushIn(turns);
    });
}
