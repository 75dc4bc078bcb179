import type { DatabaseAt, Dialect, DialectFacts } from './dialect.ts';
import { postgres } from './postgres/postgres.ts';
import { sqlite } from './sqlite/sqlite.ts';

/** Every kind of database. One more is its folder and one line here. */
const dialects = [sqlite, postgres];

type PlaceOf<Known> = Known extends Dialect<infer Place> ? Place : never;

/** Where the database is, as the configuration says it. */
export type StorageLocation = PlaceOf<(typeof dialects)[number]>;

/** What can be done with the database at this place. Touches nothing yet. */
export function databaseAt(place: StorageLocation): DatabaseAt & { readonly facts: DialectFacts } {
  const dialect = dialects.find(({ kind }) => kind === place.kind);
  if (dialect === undefined) throw new Error(`there is no database of the kind ${place.kind}`);
  // The compiler does not see that a place goes to the dialect of its own kind.
  return { facts: dialect.facts, ...dialect.at(place as never) };
}
