/** Names of one line; the rest is counted. */
const MOST_NAMES = 20;

/** `a, b, c and 3 more`, for the English sentences that operators read. */
export function shortList(names: readonly string[]): string {
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `${names.slice(0, MOST_NAMES).join(', ')}${more}`;
}
