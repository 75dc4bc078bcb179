import { shortList } from '../../kernel/short-list.ts';
import type { UnpostedNotice } from '../../registration/ports/vote-store.ts';

/** `#3, #7`. */
export const numbersOf = (shortIds: readonly number[]): string => shortList(shortIds.map((shortId) => `#${shortId}`));

/** In the order in which they are said. */
const words = {
  'given-up': (numbers) => ({
    code: 'notices.not-posted',
    sentence: `Nobody can vote on ${numbers}: the notice is not in the team room, and Porter has stopped trying to post it.`,
    remedy: 'porter outbox list --state dead names the jobs and why; mend that, then porter outbox retry NUMBER.',
  }),
  'no-job': (numbers) => ({
    code: 'notices.dropped',
    sentence: `Nobody can vote on ${numbers}: the notice is not in the team room, and its job is gone (somebody dropped it with porter outbox drop, for example).`,
    remedy:
      'A running Porter posts it within six hours, and at once when it is restarted. If it should not be voted on, decide it: porter applications approve or decline NUMBER.',
  }),
  removed: (numbers) => ({
    code: 'notices.removed',
    sentence: `Nobody can vote on ${numbers}: the notice was removed from the team room again within an hour. The homeserver or the room deletes messages too soon, or somebody removes them.`,
    remedy:
      'Let both keep messages longer than registration.decideWithin: retention in homeserver.yaml (default_policy, allowed_lifetime_max; then restart Synapse), and m.room.retention of that room. Porter posts the notice again within six hours; to have it at once, restart Porter an hour after the last one.',
  }),
} as const satisfies Record<
  UnpostedNotice['why'],
  (numbers: string) => { readonly code: string; readonly sentence: string; readonly remedy: string }
>;

/** What is wrong with waiting applications that have no notice; the same words in `/readyz` and `porter check`. */
export const unpostedWords = (unposted: readonly UnpostedNotice[]) =>
  (['given-up', 'no-job', 'removed'] as const).flatMap((why) => {
    const those = unposted.filter((each) => each.why === why).map(({ shortId }) => shortId);
    return those.length === 0 ? [] : [words[why](numbersOf(those))];
  });
