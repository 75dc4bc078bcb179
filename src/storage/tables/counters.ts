import type { Tx } from '../write.ts';

export type CounterName = 'short-id' | 'epoch';

/** The next number, from 1; given out once. */
export async function nextOf(tx: Tx, name: CounterName, by = 1): Promise<number> {
  const { value } = await tx
    .insertInto('counters')
    .values({ name, value: by })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((eb) => ({ value: eb('counters.value', '+', by) })))
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}
