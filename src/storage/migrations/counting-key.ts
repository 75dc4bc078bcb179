import type { CreateTableBuilder } from 'kysely';
import type { DialectFacts } from '../dialects/dialect.ts';

/** Adds `seq`, which counts up by itself. A number is never given out twice, also after the newest row was deleted. */
export const countingKey = <Name extends string>(
  table: CreateTableBuilder<Name, never>,
  facts: DialectFacts,
): CreateTableBuilder<Name, 'seq'> =>
  facts.countingKey === 'autoincrement'
    ? table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    : table.addColumn('seq', 'bigint', (column) => column.primaryKey().generatedByDefaultAsIdentity());
