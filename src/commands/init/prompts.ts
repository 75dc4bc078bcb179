import type { Ask } from './answers.ts';

/** A question without an answer: nobody to ask, or the person stopped. */
export class NoAnswer extends Error {}

/** An answer that will not do; nothing was written. */
export class WrongAnswers extends Error {}

/** With `--yes`: what was given, or the suggestion. Wrong ones are gathered, so that all of them are told at once. */
export function askByOptions(): { readonly ask: Ask; readonly assertFine: () => void } {
  const wrong: string[] = [];
  return {
    async ask({ given, suggestion, option, message, judge, optional }) {
      const answer = given ?? suggestion;
      if (answer === undefined) throw new NoAnswer(`${message}: nothing could be found out, so say ${option}.`);
      const trouble = optional && answer === '' ? undefined : judge(answer);
      if (trouble !== undefined) wrong.push(`${option} ${trouble}`);
      return answer;
    },
    assertFine() {
      if (wrong.length > 0) throw new WrongAnswers(wrong.join('\n'));
    },
  };
}

/** On a terminal; given answers are not asked for again. */
export async function askPerson(): Promise<Ask> {
  const { isCancel, text } = await import('@clack/prompts');
  return async ({ given, suggestion, option, message, optional, judge }) => {
    if (given !== undefined) {
      const trouble = optional && given === '' ? undefined : judge(given);
      if (trouble !== undefined) throw new WrongAnswers(`${option} ${trouble}`);
      return given;
    }
    const answer = await text({
      message,
      ...(suggestion === undefined || suggestion === '' ? {} : { initialValue: suggestion }),
      validate: (typed) => {
        const answer = (typed ?? '').trim();
        if (answer === '') return optional ? undefined : 'An answer is needed.';
        const trouble = judge(answer);
        return trouble === undefined ? undefined : `It ${trouble}`;
      },
    });
    if (isCancel(answer)) throw new NoAnswer('Stopped; nothing was written.');
    return (answer ?? '').trim();
  };
}

export async function askTokenOfPerson(): Promise<string | undefined> {
  const { isCancel, password } = await import('@clack/prompts');
  const answer = await password({ message: 'Access token of a server administrator (it is not kept)' });
  if (isCancel(answer)) throw new NoAnswer('Stopped; nothing was changed.');
  return answer;
}
