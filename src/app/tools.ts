import { ALL_DEAD, makeOutboxOperations, type OutboxOperations } from '../outbox/operate.ts';
import type { GroundConfig } from './ground-sections.ts';
import { type Database, openDatabase, type Runtime } from './open-database.ts';

/** What commands need. They run beside `serve`: they write rows, and the server sees them within a second. */
export interface Tools extends Database, AsyncDisposable {
  /** To give a job up, see `openOutboxTools`: that has to be told to whoever counts on the job. */
  readonly outbox: Omit<OutboxOperations, 'drop'>;
  /** Puts every dead letter back into its queue and every parked event back into the inbox. Resolves with the number of each. */
  readonly retryAllDead: () => Promise<{ readonly jobs: number; readonly events: number }>;
}

/**
 * Opens the database for one command. Throws `StorageRefusal` and `Fault` as `openDatabase` does.
 *
 * @param owner true for `serve`, `migrate` and `restore`, which own the database and bring its tables up to date; other
 *   commands only read and add rows
 */
export async function openTools(
  { config }: { readonly config: GroundConfig },
  runtime: Runtime,
  owner: boolean,
): Promise<Tools> {
  const database = await openDatabase(config, runtime, owner);
  const { storage } = database;
  const outbox = makeOutboxOperations({ desk: storage.desk, clock: runtime.clock, follows: async () => [] });
  return {
    ...database,
    outbox,
    retryAllDead: async () => ({
      jobs: (await outbox.retry(ALL_DEAD)).retried,
      events: await storage.inbox.retryParked(),
    }),
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  };
}
