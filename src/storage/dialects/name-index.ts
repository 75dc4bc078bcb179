import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../shared/tables.ts';

/** Where the index finds a piece: at the beginning of a word, or also inside of one. */
export type Reach = 'beginnings' | 'inside';

/** What a name must have: letters and digits of one word. */
export interface Piece {
  readonly text: string;
  readonly where: Reach;
}

/**
 * The index of the comparable names in `accounts`, which finds pieces of their words. It holds the accounts that a search may find and
 * nobody else, and follows every change of a row inside the transaction that makes it.
 */
export interface NameIndex {
  /** Makes whatever is missing of it, also for the accounts that are there already. Called by the owner at each start. */
  readonly make: (db: Kysely<Tables>) => Promise<void>;
  /** How far the index of this database reaches; it can differ where an extension is needed and missing. */
  readonly reach: (db: Kysely<Tables>) => Promise<Reach>;
  /** Finds accounts whose names have all of these pieces, in no order. @param pieces at least one, none beyond `reach` */
  readonly find: (pieces: readonly Piece[], limit: number, reach: Reach) => RawBuilder<{ readonly seq: number }>;
}

/** Which accounts a search may find. Partial indexes are used only for a query that says it in the same words. */
export const FINDABLE = sql.raw<boolean>("state = 'active' and by_name = 1");
