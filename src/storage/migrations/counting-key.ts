import type { CreateTableBuilder } from 'kysely';
import type { DialectFacts } from '../dialects/dialect.ts';

/** Adds the key `seq`, which counts up by itself. */
export const countingKey = <Name extends string>(
  table: CreateTableBuilder<Name, never>,
  { countingKey: { type, counting } }: DialectFacts,
): CreateTableBuilder<Name, 'seq'> => table.addColumn('seq', type, counting);
