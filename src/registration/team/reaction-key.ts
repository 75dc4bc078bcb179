import type { Choice } from '../rules/decision.ts';

// U+FE0E and U+FE0F choose between text and picture, U+1F3FB to U+1F3FF are skin tones: neither changes what is meant.
const dress = /[\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}]/gu;

/*
 * What the emoji pickers of clients offer for yes and no. Left out on purpose: ❎, because people read a green cross both ways;
 * signs that may be mere talk (🎉, 👀, 🚫); and every text ("yes", "+1"). A vote is never guessed.
 */
const meanings: ReadonlyMap<string, Choice> = new Map([
  ['\u2705', 'approve'], // ✅
  ['\u2714', 'approve'], // ✔
  ['\u2611', 'approve'], // ☑
  ['\u{1f44d}', 'approve'], // 👍
  ['\u274c', 'decline'], // ❌
  ['\u2716', 'decline'], // ✖
  ['\u{1f44e}', 'decline'], // 👎
]);

/** What a reaction's key votes for; undefined when it is no vote. Variation selectors and skin tones do not matter. */
export const meaningOf = (key: string): Choice | undefined => meanings.get(key.replace(dress, ''));

/**
 * A mark of Porter's own as a reaction key. Element's pickers write these signs with U+FE0F (emojibase), as the specification
 * asks (m.reaction): without it clients would show people's votes in a second pile beside Porter's mark.
 */
export const markKey = (mark: string): string => `${mark.replace(dress, '')}\ufe0f`;
