import pg from 'pg';
import { SECOND } from '../../../kernel/clock.ts';
import type { DialectNeeds } from '../dialect.ts';
import { CHANNEL } from './channel.ts';

/** LISTEN tells at once. The poll finds what was announced while that connection was down. */
const POLL_MS = 5 * SECOND;
const AGAIN_MS = 2 * SECOND;

export function listenToPostgres(
  config: pg.ClientConfig,
  listener: () => void,
  { clock, log }: DialectNeeds,
): () => void {
  let client: pg.Client | undefined;
  let stopped = false;
  let cancelAgain = () => {};
  let cancelPoll = clock.after(POLL_MS, poll);

  function poll(): void {
    cancelPoll = clock.after(POLL_MS, poll);
    listener();
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client(config);
    let over = false;
    const lost = (error?: unknown): void => {
      if (over || stopped) return;
      over = true;
      log.debug('PostgreSQL does not tell of changes, looking every few seconds', { error });
      void fresh.end().catch(() => {});
      cancelAgain = clock.after(AGAIN_MS, () => void connect());
    };
    fresh.on('error', lost);
    fresh.on('end', () => lost());
    fresh.on('notification', listener);
    client = fresh;
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}`);
      if (stopped) await fresh.end();
      else listener();
    } catch (error) {
      lost(error);
    }
  }

  void connect();
  return () => {
    stopped = true;
    cancelAgain();
    cancelPoll();
    void client?.end().catch(() => {});
  };
}
