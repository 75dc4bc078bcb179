import { createInterface } from 'node:readline';
import { complain } from '../print.ts';
import type { Ask } from './init-options.ts';

/** A question stays without an answer: there is nobody to ask, or the person stopped. */
export class NoAnswer extends Error {}

/** An answer is not acceptable; nothing was written. */
export class WrongAnswers extends Error {}

/** For `--yes`: takes the given answer or the suggestion. `assertFine` then reports all wrong answers at once. */
export function askByOptions(): { readonly ask: Ask; readonly assertFine: () => void } {
  const wrong: string[] = [];
  return {
    async ask({ given, suggestion, option, message, unknown, check, none }) {
      const answer = given ?? suggestion;
      if (answer === undefined) {
        const missing = `${message}: ${unknown === undefined ? '' : `${unknown}, so `}say ${option}.`;
        throw new NoAnswer([...wrong, missing].join('\n'));
      }
      const trouble = none !== undefined && answer === '' ? undefined : check(answer);
      if (trouble !== undefined) wrong.push(`${option} ${trouble}`);
      return answer;
    },
    assertFine() {
      if (wrong.length > 0) throw new WrongAnswers(wrong.join('\n'));
    },
  };
}

/** What is typed for an empty answer where Enter takes a suggestion. */
const NONE = '-';

/**
 * Asks on a terminal. Answers that were given are not asked for again. A suggestion is shown as long as nothing is typed: Enter takes
 * it, and whatever is typed takes its place.
 */
export async function askPerson(): Promise<Ask> {
  const { isCancel, password, text } = await import('@clack/prompts');
  return async ({ given, suggestion, option, message, none, check, hidden }) => {
    const optional = none !== undefined;
    if (given !== undefined) {
      const trouble = optional && given === '' ? undefined : check(given);
      if (trouble !== undefined) throw new WrongAnswers(`${option} ${trouble}`);
      return given;
    }
    const suggested = suggestion === '' ? undefined : suggestion;
    const taken = (typed = ''): string => {
      if (hidden) return typed;
      const answer = typed.trim();
      if (answer === '') return suggested ?? '';
      return optional && answer === NONE ? '' : answer;
    };
    const validate = (typed: string | undefined) => {
      const answer = taken(typed);
      if (answer === '') return optional ? undefined : 'An answer is needed.';
      const trouble = check(answer);
      return trouble === undefined ? undefined : `It ${trouble}`;
    };
    const question = {
      message: optional ? `${message} (${suggested === undefined ? 'empty' : NONE}: ${none})` : message,
      validate,
    };
    const shown = suggested === undefined ? {} : { placeholder: suggested, defaultValue: suggested };
    const answer = hidden ? await password(question) : await text({ ...question, ...shown });
    if (isCancel(answer)) throw new NoAnswer('Stopped; nothing was written.');
    return taken(answer);
  };
}

/** Takes the answers line by line from elsewhere, e.g. from another program. Each question is told on standard error. */
export function askByLines(input: NodeJS.ReadableStream): Ask {
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  return async ({ message, check, hidden }) => {
    complain(message);
    const { done, value } = await lines.next();
    if (done) throw new NoAnswer(`Standard input ended before the answer to: ${message}`);
    const answer = hidden ? value : value.trim();
    const trouble = answer === '' ? 'is empty' : check(answer);
    if (trouble !== undefined) throw new WrongAnswers(`The answer to "${message}" ${trouble}.`);
    return answer;
  };
}

/** Asks whether to go on. Throws `NoAnswer` for a no. */
export async function askToWrite(dir: string): Promise<void> {
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: `Write the files to ${dir}?` });
  if (isCancel(answer) || !answer) throw new NoAnswer('Stopped; nothing was written.');
}

export async function askTokenOfPerson(): Promise<string | undefined> {
  const { isCancel, password } = await import('@clack/prompts');
  const answer = await password({ message: 'Access token of a server administrator (it is not kept)' });
  if (isCancel(answer)) throw new NoAnswer('Stopped; nothing was changed.');
  return answer;
}
