import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { Outcome } from '../../kernel/outcome.ts';

/** How long a repeated form gets the same result; milliseconds. */
const REMEMBERED = 10 * SECOND;

/** Runs the action, unless the form with this key has just been accepted: then returns that result. Refusals are not remembered. */
export type OncePerForm = <Result extends Outcome<unknown, string, unknown>>(
  key: string,
  act: () => Promise<Result>,
) => Promise<Result>;

/** Lets a form count once when somebody clicks twice, or reloads the page while the response is on its way. */
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
      const result = await acting;
      good = result.ok;
      return result;
    } finally {
      if (good) clock.after(REMEMBERED, () => recent.delete(key));
      else recent.delete(key);
    }
  };
}
