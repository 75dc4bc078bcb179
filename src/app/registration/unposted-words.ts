import { shortList } from '../../kernel/short-list.ts';

/** `#3, #7`. */
export const numbersOf = (shortIds: readonly number[]): string => shortList(shortIds.map((shortId) => `#${shortId}`));

/** What is wrong with waiting applications that have no notice; the same words in `/readyz` and `porter check`. */
export const unpostedWords = (shortIds: readonly number[]) => ({
  code: 'notices.not-posted',
  sentence: `Nobody can vote on ${numbersOf(shortIds)}: the notice is not in the team room, and Porter has stopped trying to post it.`,
  remedy: 'porter outbox list --state dead names the jobs and why; mend that, then porter outbox retry NUMBER.',
});
