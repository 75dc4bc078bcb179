import { Fault } from '../../kernel/fault.ts';
import { gather } from '../../kernel/gather.ts';

/**
 * Batches the asks of one event-loop turn into one commit; if the batch fails, each is retried in its own commit, one after the
 * other. Only a `Fault` of the batch rejects all of them: it comes from the database, and the batch may have been kept.
 *
 * @param all keeps all asks or none. Returns one result per ask, or fewer if one of them was refused
 * @param turns see `gather`
 */
export function shareCommit<Ask, Result>(
  all: (asked: readonly Ask[]) => Promise<readonly Result[]>,
  turns = 1,
): (ask: Ask) => Promise<Result> {
  async function alone(ask: Ask): Promise<Result> {
    const [result] = await all([ask]);
    // `all` was asked for one, so there is one result; its type may allow undefined.
    return result as Result;
  }

  return gather(async (asked: readonly Ask[]) => {
    const [first] = asked;
    if (asked.length === 1 && first !== undefined) return [await alone(first)];
    const together = await all(asked).catch((error: unknown) => {
      if (error instanceof Fault) throw error;
      return [];
    });
    if (together.length === asked.length) return together;
    // One after the other: the database takes one writer at a time anyway.
    let before: Promise<unknown> = Promise.resolve();
    return asked.map((ask) => {
      const mine = before.then(() => alone(ask));
      before = mine.catch(() => undefined);
      return mine;
    });
  }, turns);
}
