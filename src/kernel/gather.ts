/**
 * Answers many single asks with one call: those that come in one turn of the event loop share a commit.
 *
 * @param all gets the asks in order, answers in the same order; a promise among the answers is one ask that goes its own way
 */
export function gather<Ask, Answer>(
  all: (asks: readonly Ask[]) => Promise<readonly (Answer | Promise<Answer>)[]>,
): (ask: Ask) => Promise<Answer> {
  interface Waiting {
    readonly ask: Ask;
    readonly resolve: (answer: Answer | Promise<Answer>) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];

  async function flush(): Promise<void> {
    const now = waiting;
    waiting = [];
    try {
      const answers = await all(now.map(({ ask }) => ask));
      // One answer for each ask, whatever its type.
      now.forEach(({ resolve }, index) => {
        resolve(answers[index] as Answer);
      });
    } catch (error) {
      for (const { reject } of now) reject(error);
    }
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (waiting.length === 1) setImmediate(() => void flush());
    });
}
