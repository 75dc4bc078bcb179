import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { Outcome } from '../../kernel/outcome.ts';

/** So long the same form gets the same answer. */
const REMEMBERED = 10 * SECOND;

/** Acts, unless the form with this key was acted on a moment ago: then its answer is given again. A refusal is not remembered. */
export type OncePerForm = <Answer extends Outcome<unknown, string, unknown>>(
  key: string,
  act: () => Promise<Answer>,
) => Promise<Answer>;

/** For what must not count twice when somebody clicks twice, or loads the page again while its answer is on the way. */
export function makeOncePerForm(clock: Clock): OncePerForm {
  const recent = new Map<string, Promise<Outcome<unknown, string, unknown>>>();
  return async (key, act) => {
    const known = recent.get(key);
    // One key belongs to one kind of form, so what is remembered has its type.
    if (known !== undefined) return known as ReturnType<typeof act>;
    const acting = act();
    recent.set(key, acting);
    let good = false;
    try {
      const answer = await acting;
      good = answer.ok;
      return answer;
    } finally {
      if (good) clock.after(REMEMBERED, () => recent.delete(key));
      else recent.delete(key);
    }
  };
}
