import pg from 'pg';
import { SECOND } from '../../../kernel/clock.ts';
import { StorageRefusal } from '../../refusal.ts';
import type { DialectNeeds } from '../dialect.ts';
import { postgresError } from './errors.ts';

/** Any number, the same in every Porter: 'portr' in ASCII. Advisory locks count per database. */
const LOCK = 0x70_6f_72_74_72;
const AGAIN_MS = 2 * SECOND;

export interface PostgresOwner {
  /** false from the first sign that the connection is lost until the lock is taken again: nobody knows who has it. */
  holds(): boolean;
  giveUp(): Promise<void>;
}

/**
 * Holds an advisory lock on a connection of its own; the server frees it when the process is gone. When the connection
 * is lost it is taken again. Throws `StorageRefusal` when somebody else has it.
 */
export async function holdOwnerLock(config: pg.ClientConfig, { clock, log }: DialectNeeds): Promise<PostgresOwner> {
  let client: pg.Client | undefined;
  let stopped = false;
  let held = false;
  let cancelAgain = () => {};

  async function take(): Promise<'taken' | 'refused'> {
    const fresh = new pg.Client({ ...config, statement_timeout: 0, idle_in_transaction_session_timeout: 0 });
    // Without a listener the process would end with the connection. The server says that it ends a session before it frees the
    // session's locks, and closes the connection only after that: by then somebody else may have the lock.
    fresh.on('error', (error) => {
      log.debug('the owner connection broke', { error });
      held = false;
      void fresh.end();
    });
    let mine = false;
    try {
      await fresh.connect();
      const { rows } = await fresh.query('select pg_try_advisory_lock($1) as mine', [LOCK]);
      // Given up meanwhile: nobody would close it later.
      mine = rows[0]?.mine === true && !stopped;
    } finally {
      if (!mine) await fresh.end().catch(() => {});
    }
    if (!mine) return 'refused';
    client = fresh;
    held = true;
    fresh.on('end', () => {
      held = false;
      if (!stopped) again();
    });
    return 'taken';
  }

  async function takeAgain(toldOfOther: boolean): Promise<void> {
    let told = toldOfOther;
    try {
      if ((await take()) === 'taken' || stopped) return;
      if (!told) log.error('another Porter has taken this database over', { remedy: 'Stop one of the two.' });
      told = true;
    } catch (error) {
      log.debug('the owner lock could not be taken again yet', { error });
    }
    if (!stopped) again(told);
  }

  function again(toldOfOther = false): void {
    cancelAgain = clock.after(AGAIN_MS, () => void takeAgain(toldOfOther));
  }

  try {
    if ((await take()) === 'refused') {
      throw new StorageRefusal(
        'already-owned',
        'Another Porter is at work on this PostgreSQL database. Stop it first.',
      );
    }
  } catch (error) {
    throw postgresError(error);
  }
  return {
    holds: () => held,
    async giveUp() {
      stopped = true;
      cancelAgain();
      await client?.end().catch(() => {});
    },
  };
}
