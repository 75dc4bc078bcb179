import type { DialectFacts } from '../dialects/dialect.ts';
import { prepare } from './prepared.ts';
import type { Tx } from './write.ts';

export const counterNames = ['short-id', 'epoch', 'said', 'links-asked'] as const;
export type CounterName = (typeof counterNames)[number];

const count = prepare<{ name: string; by: number }, { value: number }>((on, at) =>
  on
    .insertInto('counters')
    .values({ name: at.of('name'), value: at.of('by') })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ value: eb('counters.value', '+', eb.ref('excluded.value')) })),
    )
    .returning('value'),
);

/** Returns the next number, from 1. No number is returned twice. */
export async function nextOf(tx: Tx, name: CounterName, by = 1): Promise<number> {
  const [row] = (await count(tx, { name, by })).rows;
  if (row === undefined) throw new Error(`no number of ${name}`);
  return row.value;
}

/** Keeps other transactions from counting on or locking this counter until this one ends. Locks nothing where nothing was counted yet. */
export async function lockCounter(tx: Tx, facts: DialectFacts, name: CounterName): Promise<void> {
  if (!facts.rowLocks) return;
  await tx.selectFrom('counters').select('name').where('name', '=', name).forUpdate().execute();
}

/** Lets the counter go on from `least` if it has not come so far yet. */
export async function countFrom(tx: Tx, name: CounterName, least: number): Promise<void> {
  await tx
    .insertInto('counters')
    .values({ name, value: least })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: least }).where('counters.value', '<', least))
    .execute();
}
