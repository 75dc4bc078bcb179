import type { Dialect } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';

/** What differs between databases, as named facts: no code outside asks *which* database it has. */
export interface DialectFacts {
  /** Several connections write at once: rows that must not change meanwhile are locked with `for update`. */
  readonly rowLocks: boolean;
  /** A migration is rolled back as a whole when a step of it fails. */
  readonly transactionalDdl: boolean;
  /** One `serve` owns the database, so a lease it did not make is left over from an earlier life. */
  readonly singleOwner: boolean;
  /** Type of a key that counts up by itself. */
  readonly countingKey: 'autoincrement' | 'identity';
}

/** A database that is open. */
export interface OpenDialect {
  readonly facts: DialectFacts;
  readonly dialect: Dialect;
  /** SQL that tells other processes of a change, part of the transaction; undefined where they notice by themselves. */
  readonly announcement: string | undefined;
  /** Calls `listener` when another process may have committed something. Returns how to stop. */
  watch(listener: () => void): () => void;
  /** Held until the database is closed. Throws `StorageRefusal` when somebody else owns it. */
  own(): Promise<void>;
  /** Throws `Fault` (`storage.unavailable`) while somebody else may own the database; what asks for nothing of an owner needs no asking. */
  assertOwned?(): void;
  /** What must be done before the tables change, e.g. a copy. `pending` names the migrations. */
  beforeMigration(pending: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface DialectNeeds {
  readonly clock: Clock;
  readonly log: Logger;
}

/** Somebody else was at work in the same place: the transaction had no effect and may be repeated as a whole. */
export class RepeatTransaction extends Error {
  constructor(cause: unknown) {
    super('the transaction met another writer', { cause });
    this.name = 'RepeatTransaction';
  }
}
