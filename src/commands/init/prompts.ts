import type { Ask } from './answers.ts';

/** A question without an answer: nobody to ask, or the person stopped. */
export class NoAnswer extends Error {}

/** With `--yes`: what was given, or the suggestion. */
export const askByOptions: Ask = async ({ given, suggestion, option, message }) => {
  const answer = given ?? suggestion;
  if (answer === undefined) throw new NoAnswer(`${message}: nothing could be found out, so say ${option}.`);
  return answer;
};

/** On a terminal; given answers are not asked for again. */
export async function askPerson(): Promise<Ask> {
  const { isCancel, text } = await import('@clack/prompts');
  return async ({ given, suggestion, message, optional }) => {
    if (given !== undefined) return given;
    const answer = await text({
      message,
      ...(suggestion === undefined || suggestion === '' ? {} : { initialValue: suggestion }),
      validate: (typed) => (!optional && (typed ?? '').trim() === '' ? 'An answer is needed.' : undefined),
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
