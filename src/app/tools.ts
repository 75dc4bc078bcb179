import { ALL_DEAD, makeOutboxOperations, type OutboxOperations } from '../outbox/operate.ts';
import { makeAdvance } from '../registration/advance.ts';
import { makeAskFacts } from '../registration/ask-facts.ts';
import { makeRepeatPractice, type RepeatPractice } from '../registration/team/practice.ts';
import type { AnyLoaded, Loaded } from './loaded.ts';
import { type Database, derivationsOf, openDatabase, type Runtime } from './open-database.ts';
import { type ApplicationTools, wireApplicationTools } from './registration.ts';
import { registrationSettings } from './registration-settings.ts';
import { senderOf } from './sender.ts';

/** What commands need beside a running `serve`: they write rows, and the server sees them within a second. */
export interface Tools extends Database, AsyncDisposable {
  readonly outbox: OutboxOperations;
  /** Every dead letter, and every event that came in and is parked, goes back to its line; answers how many of each. */
  readonly retryAllDead: () => Promise<{ readonly jobs: number; readonly events: number }>;
}

export interface DoorTools extends Tools {
  readonly applications: ApplicationTools;
  readonly repeatPractice: RepeatPractice;
}

/**
 * Opens the database for one command. Throws `StorageRefusal` and `Fault` as `openDatabase` does.
 *
 * @param owner `serve`, `migrate` and `restore` own the database and bring its tables up to date; others only read and add rows
 */
export const openTools = async ({ config }: AnyLoaded, runtime: Runtime, owner: boolean): Promise<Tools> =>
  toolsOf(await openDatabase(config, runtime, owner), runtime);

/** The same with what only an installation has that keeps the door. */
export async function openDoorTools(loaded: Loaded, runtime: Runtime, owner: boolean): Promise<DoorTools> {
  const database = await openDatabase(loaded.config, runtime, owner);
  const { storage } = database;
  const { clock, ids } = runtime;
  const parts = {
    applications: storage.applications,
    derive: derivationsOf(database),
    settings: registrationSettings(loaded.config, senderOf(loaded)),
    clock,
  };
  // A person's word on the command line asks neither who may vote nor whether a name is free: `serve` asks before it acts.
  const advance = makeAdvance({ ...parts, ask: makeAskFacts({ team: nobodyHere, accounts: nobodyHere }) });
  return {
    ...toolsOf(database, runtime),
    applications: wireApplicationTools({ ...parts, advance }),
    repeatPractice: makeRepeatPractice({ jobs: storage.jobs, ids, clock }),
  };
}

function toolsOf(database: Database, { clock }: Runtime): Tools {
  const { storage } = database;
  const outbox = makeOutboxOperations({ desk: storage.desk, clock });
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

/** The homeserver as a command sees it that has not opened it. */
const nobodyHere = {
  voters: async () => new Set<never>(),
  isFree: async () => 'unknown' as const,
};
