import { CompiledQuery, Kysely } from 'kysely';
import { DAY } from '../kernel/clock.ts';
import type { OpenDialect } from './dialects/dialect.ts';
import { openPostgres } from './dialects/postgres.ts';
import { openSqlite } from './dialects/sqlite.ts';
import { migrate, migrationState } from './migrations/migrate.ts';
import { StorageRefusal } from './refusal.ts';
import type { Storage, StorageNeeds, StoragePlace } from './storage.ts';
import { makeAddJobs } from './tables/add-jobs.ts';
import { makeApplicationStore } from './tables/applications.ts';
import { makeBury } from './tables/bury.ts';
import { makeInboxStore } from './tables/inbox.ts';
import { makeJobDesk } from './tables/job-desk.ts';
import { makeJobStore } from './tables/jobs.ts';
import { makeLines } from './tables/lines.ts';
import { makeMemoryStore, makeMetaStore, setMemory } from './tables/memory.ts';
import type { Tables } from './tables/tables.ts';
import { makeVoteStore } from './tables/votes.ts';
import { makeWriter } from './write.ts';

/** How long what is done and handled is remembered. */
const REMEMBERED = 30 * DAY;

/**
 * Opens the database, as its owner brings the tables up to date first. Throws `StorageRefusal` when it must not be used,
 * `Fault` (`storage.unavailable`) when it cannot be used at the moment.
 */
export async function openStorage(place: StoragePlace, needs: StorageNeeds): Promise<Storage> {
  const { clock, log, owner } = needs;
  const opened: OpenDialect =
    place.kind === 'sqlite'
      ? openSqlite(place.path, { clock, log, make: owner })
      : await openPostgres(place.url, { clock, log });
  const db = new Kysely<Tables>({ dialect: opened.dialect, log: [] });
  try {
    if (owner) await opened.own();
    const { pending, empty } = await migrationState(db);
    if (pending.length > 0) {
      if (!owner) throw notReady(empty);
      if (!empty) await opened.beforeMigration(pending);
      await migrate(db, opened.facts);
    }
    return assemble(db, opened, needs);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

const notReady = (empty: boolean): StorageRefusal =>
  empty
    ? new StorageRefusal('not-made', 'The database has no tables yet: start porter serve once.')
    : new StorageRefusal(
        'needs-migration',
        'The database is older than this Porter: run porter migrate, or start porter serve.',
      );

function assemble(db: Kysely<Tables>, opened: OpenDialect, { clock, ids }: StorageNeeds): Storage {
  const { facts, announcement } = opened;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const writer = makeWriter(db, {
    clock,
    tell,
    announce: announcement === undefined ? undefined : (tx) => tx.executeQuery(CompiledQuery.raw(announcement)),
  });
  const { write } = writer;
  const now = () => clock.now();
  const lines = makeLines(facts);
  const bury = makeBury();
  const addJobs = makeAddJobs({ ids, facts, lines });
  const jobs = makeJobStore({ ...writer, db, facts, lines, bury, addJobs, now });
  const inbox = makeInboxStore({ ...writer, db, now });
  let unwatch: (() => void) | undefined;
  let closed = false;

  return {
    applications: makeApplicationStore({ ...writer, db, facts, addJobs, now }),
    votes: makeVoteStore({ db, write, facts }),
    memory: makeMemoryStore({ db, write }),
    meta: makeMetaStore({ db, write, ids }),
    jobs,
    inbox,
    desk: makeJobDesk({ ...writer, db, lines, bury }),

    changed(listener) {
      listeners.add(listener);
      unwatch ??= opened.watch(tell);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        unwatch?.();
        unwatch = undefined;
      };
    },

    assertWritable: () => write((tx) => setMemory(tx, 'meta.touched', String(clock.now()))),

    async tidy() {
      const before = clock.now() - REMEMBERED;
      await jobs.tidy({ doneBefore: before });
      await inbox.tidy(before);
      await write((tx) => tx.deleteFrom('letters').where('at', '<', before).execute());
    },

    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      unwatch?.();
      await db.destroy();
      await opened.close();
    },
  };
}
