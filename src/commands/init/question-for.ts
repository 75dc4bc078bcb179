import { checkOf } from './answer-checks.ts';
import type { Ask, InitOptions } from './init-options.ts';
import { optionOf, type Question, type QuestionName, questions } from './questions.ts';

type Asked = Parameters<Ask>[0];

/** One row of the table as a question, with what was given as an option. */
export function questionFor(name: QuestionName, options: Partial<InitOptions>): Omit<Asked, 'suggestion'> {
  const { message = '', none }: Question = questions[name];
  const given = options[name];
  return {
    message,
    given: typeof given === 'boolean' ? (given ? 'yes' : 'no') : given,
    option: optionOf(name),
    check: checkOf(name),
    ...(none === undefined ? {} : { none }),
  };
}

/** What sentences begin with, when the answer was read from the file of this option. */
export const fromFile = (options: Partial<InitOptions>, file: QuestionName): Partial<Pick<Asked, 'option'>> =>
  options[file] === undefined ? {} : { option: `What ${optionOf(file)} names` };
