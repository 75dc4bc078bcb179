/** `1 job`, `3 jobs`: a count and its noun, for the English sentences that operators read. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
