/** Who is asked for in a row of S7: somebody with an account, or nobody. */
export const sides = ['known', 'unknown'] as const;
export type Side = (typeof sides)[number];
/** How long each answer took, milliseconds. */
export type Times = Readonly<Record<Side, number[]>>;
