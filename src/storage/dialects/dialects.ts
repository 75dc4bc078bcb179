import type { DatabaseAt, Dialect, DialectFacts } from './dialect.ts';
import { postgres } from './postgres/postgres.ts';
import { sqlite } from './sqlite/sqlite.ts';

/** Every kind of database. To add one, add its folder and list it here. */
const dialects = [sqlite, postgres];

type LocationOf<Known> = Known extends Dialect<infer Location> ? Location : never;

/** Where the database is, from the configuration. */
export type StorageLocation = LocationOf<(typeof dialects)[number]>;

/** Returns what can be done with the database at this location. Touches nothing yet. */
export function databaseAt(location: StorageLocation): DatabaseAt & { readonly facts: DialectFacts } {
  const dialect = dialects.find(({ kind }) => kind === location.kind);
  if (dialect === undefined) throw new Error(`there is no database of the kind ${location.kind}`);
  // The cast is safe: the location goes to the dialect of its own kind.
  return { facts: dialect.facts, ...dialect.at(location as never) };
}
