/** Ids begin with the milliseconds since 2015 (Discord's documentation, "Snowflakes"), so a later message has a higher one. */
const EPOCH = 1_420_070_400_000;

/** The lowest id of a message posted then. @param at epoch milliseconds */
export const idAt = (at: number): string => String(BigInt(Math.max(0, at - EPOCH)) << 22n);

/** When the message with this id was posted. Epoch milliseconds. */
export const timeOf = (id: string): number => Number(BigInt(id) >> 22n) + EPOCH;

/** Orders ids, the earlier one first. */
export const inOrder = (one: string, other: string): number => {
  const difference = BigInt(one) - BigInt(other);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
