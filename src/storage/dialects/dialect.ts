import type { ColumnDefinitionBuilder, Dialect as KyselyDialect, RawBuilder } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { NameIndex } from './name-index.ts';

/** How databases differ, as named facts and pieces of SQL: no code outside `dialects/` asks *which* database it has. */
export interface DialectFacts {
  /** Several connections write at once: rows that must not change meanwhile are locked with `for update`. */
  readonly rowLocks: boolean;
  /** A key that counts up by itself and never gives a number out twice, also after the newest row was deleted. */
  readonly countingKey: {
    readonly type: 'integer' | 'bigint';
    readonly counting: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  };
  /** The type of a column whose text is ordered by its bytes, whatever the language of the database: beginnings are found by its index. */
  readonly textByBytes: 'text' | RawBuilder<unknown>;
  readonly nameIndex: NameIndex;
  /** SQL that tells other processes of a change, run inside the transaction; undefined where they notice by themselves. */
  readonly announcement: string | undefined;
}

/** One kind of database, in one file of its folder. @typeParam Location where such a database is, from the configuration */
export interface Dialect<Location extends { readonly kind: string }> {
  readonly kind: Location['kind'];
  readonly facts: DialectFacts;
  /** Returns what can be done with the database at this location. Touches nothing yet. */
  at(location: Location): DatabaseAt;
}

export interface DatabaseAt {
  /** Throws `StorageRefusal` when the database is not there or must not be used. @param needs.make makes what is missing */
  open(needs: DialectNeeds & { readonly make: boolean }): Promise<OpenDialect>;
  /**
   * Does a process own the database at this moment (see `OpenDialect.own`)? Asks without taking anything; undefined where this
   * user may not look. Left out where the database cannot tell.
   */
  ownerAtWork?(): boolean | undefined;
  readonly copies: Copies | OwnTools;
}

/** A database that is open. */
export interface OpenDialect {
  readonly dialect: KyselyDialect;
  /** Calls `listener` when another process may have committed something. Returns how to stop. */
  watch(listener: () => void): () => void;
  /** Takes the owner's lock, which is held until the database is closed. Throws `StorageRefusal` when somebody else owns it. */
  own(): Promise<void>;
  /**
   * Throws `Fault` (`storage.unavailable`) while somebody else may own the database. Left out where an owner cannot lose its
   * lock.
   */
  assertOwned?(): void;
  /** Does what must be done before the tables change, e.g. makes a copy. @param pending names of the migrations */
  beforeMigration(pending: readonly string[]): Promise<void>;
  /**
   * Names these very tables: a text that is another one once they were made again from a dump, or copied to another database. Left out
   * where Porter itself puts copies back.
   */
  tables?(): Promise<string>;
  /** Lets all counting keys go on by so many. Left out where Porter itself puts copies back. */
  skipNumbers?(by: number): Promise<void>;
  close(): Promise<void>;
}

export interface DialectNeeds {
  readonly clock: Clock;
  readonly log: Logger;
}

/** A database that Porter itself copies and puts back. */
export interface Copies {
  /**
   * Copies the whole database into a new file (0600) while others go on reading and writing; what it holds is one moment.
   * Throws `StorageRefusal` when there is no database, the file exists or cannot be made, or the copy is not sound.
   */
  backup(file: string, needs: { readonly clock: Clock; readonly progress: Progress }): Promise<void>;
  /**
   * Replaces the database by a copy. The old one stays beside it under another name, as does every one that an earlier
   * restore replaced. Counting keys go on behind those of both. Nothing changes unless all of it works. Throws `StorageRefusal` when somebody owns the database or
   * the copy is not sound.
   *
   * @param prepare works on the copy before it replaces the database; when it throws, nothing has happened
   */
  restore<Prepared>(file: string, needs: DialectNeeds, prepare: PrepareCopy<Prepared>): Promise<Replacement<Prepared>>;
}

/** A database that brings tools of its own for this: the sentences say how they are called. */
export interface OwnTools {
  readonly backupSentence: string;
  readonly restoreSentence: string;
}

/**
 * Numbers that are skipped after a restore: those given out since the copy are not used again, or a number that people have read
 * (`porter outbox retry 17`) would mean another job. About ten jobs belong to one application.
 */
export const NUMBERS_SKIPPED = 10_000;

/** Bytes written, and bytes the database has now; the copy may end smaller. */
export type Progress = (written: number, total: number) => void;

export type PrepareCopy<Prepared> = (copy: OpenDialect, found: FoundRows) => Promise<Prepared>;

export interface FoundRows {
  readonly copy: NamedRows;
  /** Of the database that is replaced; undefined when there is none. */
  readonly present: (NamedRows & { readonly name: string }) | undefined;
}

/** Contents of the tables that hold names and values. The values are not checked; a damaged database may have none. */
export interface NamedRows {
  readonly memory: ReadonlyMap<string, unknown>;
  readonly counters: ReadonlyMap<string, unknown>;
}

/** A number that was counted up to, and not one that a damaged database made up. */
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < LARGEST_COUNT;

/** Far from the numbers that a double cannot tell apart, and nobody counts so far. */
const LARGEST_COUNT = 1e14;

export interface Replacement<Prepared> {
  readonly prepared: Prepared;
  /** Where the database that was replaced lies; undefined when there was none. */
  readonly replaced: string | undefined;
}

/** Thrown when another writer was in the way. The transaction had no effect and may be repeated as a whole. */
export class RepeatTransaction extends Error {
  constructor(cause: unknown) {
    super('the transaction met another writer', { cause });
    this.name = 'RepeatTransaction';
  }
}
