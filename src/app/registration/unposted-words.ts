/** Numbers of one sentence; the rest is counted. */
const MOST_NAMED = 20;

/** `#3, #7`. */
export function numbersOf(shortIds: readonly number[]): string {
  const named = shortIds.slice(0, MOST_NAMED).map((shortId) => `#${shortId}`);
  const rest = shortIds.length - named.length;
  return `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** What is wrong with waiting applications that have no notice; the same words in `/readyz` and `porter check`. */
export const unpostedWords = (shortIds: readonly number[]) => ({
  code: 'notices.not-posted',
  sentence: `Nobody can vote on ${numbersOf(shortIds)}: the notice is not in the team room, and Porter has stopped trying to post it.`,
  remedy: 'porter outbox list --state dead names the jobs and why; mend that, then porter outbox retry NUMBER.',
});
