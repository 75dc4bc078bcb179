/** `1 job`, `3 jobs`: in the English sentences that operators read. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
