import { shortList } from '../../kernel/short-list.ts';
import type { UnpostedNotice } from '../../registration/ports/vote-store.ts';

/** `#3, #7`. */
export const numbersOf = (shortIds: readonly number[]): string => shortList(shortIds.map((shortId) => `#${shortId}`));

const words = {
  givenUp: (numbers: string) => ({
    code: 'notices.not-posted',
    sentence: `Nobody can vote on ${numbers}: the notice is not in the team room, and Porter has stopped trying to post it.`,
    remedy: 'porter outbox list --state dead names the jobs and why; mend that, then porter outbox retry NUMBER.',
  }),
  noJob: (numbers: string) => ({
    code: 'notices.dropped',
    sentence: `Nobody can vote on ${numbers}: the notice is not in the team room, and its job is gone (somebody dropped it with porter outbox drop, for example).`,
    remedy:
      'A running Porter posts it within six hours, and at once when it is restarted. If it should not be voted on, decide it: porter applications approve or decline NUMBER.',
  }),
} as const;

/** What is wrong with waiting applications that have no notice; the same words in `/readyz` and `porter check`. */
export function unpostedWords(unposted: readonly UnpostedNotice[]) {
  const those = (givenUp: boolean) => unposted.filter((each) => each.givenUp === givenUp).map(({ shortId }) => shortId);
  const [givenUp, noJob] = [those(true), those(false)];
  return [
    ...(givenUp.length > 0 ? [words.givenUp(numbersOf(givenUp))] : []),
    ...(noJob.length > 0 ? [words.noJob(numbersOf(noJob))] : []),
  ];
}
