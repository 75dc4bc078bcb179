/**
 * - `now`: somebody should look at once; it breaks through quiet hours
 * - `normal`
 * - `quiet`: without a sound, where a channel knows the difference
 */
export const urgencies = ['now', 'normal', 'quiet'] as const;
export type Urgency = (typeof urgencies)[number];
