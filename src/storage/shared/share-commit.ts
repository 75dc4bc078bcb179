import { Fault } from '../../kernel/fault.ts';
import { gather } from '../../kernel/gather.ts';

/**
 * What is asked in one turn of the event loop shares a commit; when one of it is refused or breaks something, that is no matter of
 * the others, and each gets a commit of its own, one after the other. A `Fault` of the shared commit meets all: it is the
 * database's, and what was asked may have been kept all the same.
 *
 * @param all keeps all or nothing: as many answers as were asked, or fewer when one of them was refused
 */
export function shareCommit<Ask, Answer>(
  all: (asked: readonly Ask[]) => Promise<readonly Answer[]>,
): (ask: Ask) => Promise<Answer> {
  async function alone(ask: Ask): Promise<Answer> {
    const [answer] = await all([ask]);
    // One answer, whatever its type.
    return answer as Answer;
  }

  return gather(async (asked: readonly Ask[]) => {
    const [first] = asked;
    if (asked.length === 1 && first !== undefined) return [await alone(first)];
    const together = await all(asked).catch((error: unknown) => {
      if (error instanceof Fault) throw error;
      return [];
    });
    if (together.length === asked.length) return together;
    // One after the other, as they would wait for each other.
    let before: Promise<unknown> = Promise.resolve();
    return asked.map((ask) => {
      const mine = before.then(() => alone(ask));
      before = mine.catch(() => undefined);
      return mine;
    });
  });
}
